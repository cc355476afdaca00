import type { Configuration } from "./summarize.js";
import { best } from "./frontier.js";
import { assignments, type Setting } from "./trials.js";

/** Was distillation worth it? */
export interface Verdict {
  /**
   * yes: more right than the baseline, by a corrected test; no: not more right; not shown: more, but by less than the
   * seeds differ, or with too few seeds to tell.
   */
  readonly answer: "yes" | "no" | "not shown";
  /** One paragraph. */
  readonly text: string;
}

/**
 * Judges the student that does best on validation data against its own baseline.
 * @param seconds how long the teacher trained
 */
export function verdict(configurations: readonly Configuration[], seconds: number | undefined): Verdict {
  const chosen = best(configurations);
  const answer = answerOf(chosen);
  return { answer, text: [...sentences(chosen, answer, configurations.length), cost(chosen, seconds)].join(" ") };
}

/** What the seeds say of one configuration. */
export function answerOf({ gain, seeds }: Configuration): Verdict["answer"] {
  if (gain.mean <= 0) return "no";
  return seeds.length > 1 && gain.corrected < 0.05 ? "yes" : "not shown";
}

function* sentences(chosen: Configuration, answer: Verdict["answer"], comparisons: number): Generator<string> {
  const { gain, baseline, student, seeds, setting, mcnemar, retention } = chosen;
  const among = comparisons > 1 ? `Of ${comparisons} settings ${name(setting)} does best on validation data. ` : "";
  const points = (share: number): string => (100 * share).toFixed(2);
  const result = `${points(student.mean)}% of test samples right, its baseline ${points(baseline.mean)}%`;
  const headline = {
    yes: `Distillation was worth it: the student gets ${result}.`,
    no: `No gain: the student gets ${result}.`,
    "not shown": `A gain is not shown: the student gets ${result}.`,
  };
  yield among + headline[answer];
  if (seeds.length > 1) {
    const [low, high] = gain.interval;
    const corrected =
      comparisons > 1 ? `, ${probability(gain.corrected)} corrected for ${comparisons} comparisons` : "";
    yield (
      `Over ${seeds.length} seeds the difference is ${points(gain.mean)} points, 95% interval ` +
      `${points(low)} to ${points(high)} (paired t test: p ${probability(gain.p)}${corrected}; ` +
      `effect size d ${gain.effect.toFixed(1)}).`
    );
  } else {
    yield `One seed cannot tell a gain from luck: repeat the sweep with --seeds 5.`;
  }
  yield (
    `On the same test samples only the student is right ${mcnemar.onlyStudentRight} times, only the baseline ` +
    `${mcnemar.onlyBaselineRight} times (McNemar: p ${probability(mcnemar.p)}).`
  );
  if (!Number.isNaN(retention)) yield `It keeps ${points(retention)}% of the teacher's accuracy.`;
}

const cost = ({ seconds }: Configuration, teacher: number | undefined): string =>
  `What it cost: ${duration(seconds)} to train a student` +
  (teacher === undefined ? "." : `, and ${duration(teacher)} once for the teacher.`);

/** A p value with its sign: "= 0.03", "< 0.0001". */
const probability = (p: number): string => (p < 1e-4 ? "< 0.0001" : `= ${p.toPrecision(2)}`);

const duration = (seconds: number): string =>
  seconds < 100 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`;

/** A setting in words, as "temperature = 4, alpha = 0.1". */
export const name = (setting: Setting): string =>
  assignments(setting)
    .map((one) => one.replace("=", " = "))
    .join(", ");
