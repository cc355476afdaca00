import { percent, probability } from "../report/format.js";
import { settingName } from "../report/sweep/setting-name.js";
import { best } from "./frontier.js";
import type { Configuration } from "./summarize.js";

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
  const among =
    comparisons > 1 ? `Of ${comparisons} settings ${settingName(setting)} does best on validation data. ` : "";
  const points = (share: number): string => (100 * share).toFixed(2);
  const result = `${percent(student.mean)} of test samples right, its baseline ${percent(baseline.mean)}`;
  const headline = {
    yes: `Distillation was worth it: the student gets ${result}.`,
    no: `No gain: the student gets ${result}.`,
    "not shown": `A gain is not shown: the student gets ${result}.`,
  };
  yield among + headline[answer];
  if (seeds.length > 1) {
    const [low, high] = gain.interval;
    const corrected = comparisons > 1 ? `, ${withSign(gain.corrected)} corrected for ${comparisons} comparisons` : "";
    yield (
      `Over ${seeds.length} seeds the difference is ${points(gain.mean)} points, 95% interval ` +
      `${points(low)} to ${points(high)} (paired t test: p ${withSign(gain.p)}${corrected}; ` +
      `effect size d ${gain.effect.toFixed(1)}).`
    );
  } else {
    yield `One seed cannot tell a gain from luck: repeat the sweep with --seeds 5.`;
  }
  yield (
    `On the same test samples only the student is right ${mcnemar.onlyStudentRight} times, only the baseline ` +
    `${mcnemar.onlyBaselineRight} times (McNemar: p ${withSign(mcnemar.p)}).`
  );
  if (!Number.isNaN(retention)) yield `It keeps ${percent(retention)} of the teacher's accuracy.`;
}

const cost = ({ seconds }: Configuration, teacher: number | undefined): string =>
  `What it cost: ${duration(seconds)} to train a student` +
  (teacher === undefined ? "." : `, and ${duration(teacher)} once for the teacher.`);

/** A p value with its sign: "= 0.030", "< 0.0001". */
function withSign(p: number): string {
  const text = probability(p);
  return text.startsWith("<") ? text : `= ${text}`;
}

const duration = (seconds: number): string =>
  seconds < 100 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`;
