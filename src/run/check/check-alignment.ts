import { predictions } from "../../distill/metrics.js";
import { percent, type Finding } from "./finding.js";
import type { SampledSource } from "./sampled-source.js";

/**
 * Whether a teacher's rows belong to the labels beside them, and its classes are in their order: its accuracy on training
 * samples against that of always naming the commonest class.
 */
export function checkAlignment(source: SampledSource): Finding {
  const { name, labels, classes } = source;
  const answers = predictions(source.logits, classes.length);
  const accuracy = shareOf(answers, (answer, i) => answer === labels[i]);
  const counts = classes.map((_, c) => labels.filter((label) => label === c).length);
  const chance = Math.max(...counts) / labels.length;
  const found = `${name} is right on ${percent(accuracy)} of ${labels.length} training samples`;
  // Three deviations of what chance alone would give.
  const limit = chance + 3 * Math.sqrt((chance * (1 - chance)) / labels.length);
  if (accuracy > limit || chance === 1) {
    return { check: "alignment", isWarning: false, text: `${found}; by chance it would be ${percent(chance)}.` };
  }
  const order = otherOrder(answers, source);
  const text = order
    ? `${found}, no more than by chance, but on ${percent(order.accuracy)} if its classes are put in another order: ` +
      `what it calls ${order.examples.join(", ")}. Its classes are in another order than the data's. Give data.classes in ` +
      `the order in which ${name} was trained.`
    : `${found}, and always naming the commonest class would be right on ${percent(chance)}. Its answers are not of these ` +
      `samples, or it has learnt nothing: what learns from it learns noise. Check that samples and labels belong together, ` +
      `that the inputs are prepared as in its training, and that it was trained long enough.`;
  return { check: "alignment", isWarning: true, text };
}

/** If the answers tell the classes apart under other names: which, and how well. */
function otherOrder(
  answers: Int32Array,
  { labels, classes }: SampledSource,
): { accuracy: number; examples: string[] } | undefined {
  const counts = classes.map(() => classes.map(() => 0)); // [answer][label]
  answers.forEach((answer, i) => counts[answer]![labels[i]!]!++);
  const meant = counts.map((row) => row.indexOf(Math.max(...row)));
  if (new Set(meant).size < classes.length) return undefined;
  const accuracy = shareOf(answers, (answer, i) => meant[answer] === labels[i]);
  if (accuracy < 0.5) return undefined;
  const examples = meant.flatMap((label, answer) =>
    label === answer ? [] : [`${classes[answer]!} is labelled ${classes[label]!}`],
  );
  return { accuracy, examples: examples.slice(0, 3) };
}

const shareOf = (answers: Int32Array, isRight: (answer: number, i: number) => boolean): number =>
  answers.filter(isRight).length / answers.length;
