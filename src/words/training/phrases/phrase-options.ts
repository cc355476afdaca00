import { OptionError } from "../../../tensor/index.js";

/** How neighbours that belong together become one word, as `new_york`. The names and defaults are gensim's. */
export interface PhraseOptions {
  /** How often neighbours are joined: 2 makes phrases of up to four words; default 1. */
  readonly passes?: number;
  /** Neighbours that meet less often are no phrase; default 5. */
  readonly minCount?: number;
  /** The score that a phrase must be above; default 10, of `npmi` 0.5. */
  readonly threshold?: number;
  /**
   * `default`: (n_ab - minCount) · V / (n_a · n_b), V the number of distinct words and pairs (Mikolov et al. 2013,
   * arXiv:1310.4546, equation 6); `npmi`: ln(p_ab / (p_a · p_b)) / -ln p_ab, from -1 to 1 (Bouma 2009).
   */
  readonly scoring?: PhraseScoring;
}

export const phraseScorings = ["default", "npmi"] as const;
export type PhraseScoring = (typeof phraseScorings)[number];

/** @throws OptionError if a value is outside of what it may be */
export function resolvePhraseOptions({
  passes = 1,
  minCount = 5,
  scoring = "default",
  threshold = scoring === "npmi" ? 0.5 : 10,
}: PhraseOptions): Required<PhraseOptions> {
  const atLeastOne = (name: string, value: number): void => {
    if (!(Number.isInteger(value) && value >= 1))
      throw new OptionError(`phrases.${name}: got ${value}, expected a whole number of at least 1.`);
  };
  atLeastOne("passes", passes);
  atLeastOne("minCount", minCount);
  if (!phraseScorings.includes(scoring))
    throw new OptionError(`phrases.scoring: got "${scoring as string}", expected ${phraseScorings.join(" or ")}.`);
  const [least, most] = scoring === "npmi" ? [-1, 1] : [0, Infinity];
  if (!(threshold >= least && threshold <= most))
    throw new OptionError(
      `phrases.threshold: got ${threshold}, expected ${least} to ${most} where scores are ${scoring}.`,
    );
  return { passes, minCount, scoring, threshold };
}
