import { availableParallelism } from "node:os";
import { OptionError } from "../../tensor/index.js";
import type { TokenizerOption } from "./corpus/read-words.js";
import { resolvePhraseOptions, type PhraseOptions } from "./phrases/phrase-options.js";

export const algorithms = ["skip-gram", "cbow"] as const;
export type Algorithm = (typeof algorithms)[number];

/** How vectors learn. Names and defaults are gensim's, but for `algorithm`, which is CBOW there. */
export interface TrainingOptions {
  /** `skip-gram`: each word predicts those around it; `cbow`: the mean of those around it predicts a word. */
  readonly algorithm: Algorithm;
  /** Numbers in a vector. */
  readonly size: number;
  /** Words to each side that count as context, at most: for each word, 1 to so many are drawn. */
  readonly window: number;
  /** Words drawn against each true one; 0 for hierarchical softmax alone. */
  readonly negative: number;
  /** Negative words are drawn in proportion to their count to this power. */
  readonly nsExponent: number;
  /** Also, or alone, predict a word by its path through a Huffman tree. */
  readonly hierarchicalSoftmax: boolean;
  /** Words that make up more than this share of the text are partly left out, anew in each epoch; 0 leaves out none. */
  readonly sample: number;
  readonly epochs: number;
  /** The learning rate, and what it falls to, evenly over all epochs. */
  readonly alpha: number;
  readonly minAlpha: number;
}

/** What a text becomes before training. */
export interface CorpusOptions {
  /** Words that occur less often have no vector. */
  readonly minCount: number;
  /** At most so many words have vectors: the most frequent. */
  readonly maxVocab: number | undefined;
  /** How words are told in the text. */
  readonly tokenizer: TokenizerOption;
  /** Neighbours that belong together become one word, as new_york. */
  readonly phrases: Required<PhraseOptions> | undefined;
}

export interface Word2VecSettings extends TrainingOptions, CorpusOptions {
  readonly threads: number;
  readonly seed: number;
}

/** All that can be chosen; what is left out is at its default. */
export interface Word2VecOptions extends Partial<TrainingOptions>, Partial<Omit<CorpusOptions, "phrases">> {
  readonly phrases?: PhraseOptions | undefined;
  /** Default all cores. On one thread the same seed gives the same bytes, on several it does not. */
  readonly threads?: number;
  readonly seed?: number;
}

/** The defaults of all options that have one of their own. */
export const word2VecDefaults = {
  algorithm: "skip-gram",
  size: 100,
  window: 5,
  negative: 5,
  nsExponent: 0.75,
  hierarchicalSoftmax: false,
  sample: 1e-3,
  epochs: 5,
  alpha: 0.025,
  minAlpha: 1e-4,
  minCount: 5,
  tokenizer: "whitespace",
  seed: 0,
} as const satisfies Word2VecOptions;

/** @throws OptionError if an option is outside of what it may be */
export function resolveWord2VecOptions(options: Word2VecOptions): Word2VecSettings {
  const settings: Word2VecSettings = {
    ...word2VecDefaults,
    maxVocab: undefined,
    threads: availableParallelism(),
    ...givenOnly(options),
    phrases: options.phrases && resolvePhraseOptions(options.phrases),
  };
  check(settings);
  return settings;
}

/** The options that are given: one that is undefined is left out. */
export const givenOnly = (options: {
  readonly [Name in keyof Word2VecOptions]: Word2VecOptions[Name] | undefined;
}): Word2VecOptions => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/**
 * Makes sure that a training has the options that are asked for now.
 * @param where the training's folder
 * @throws OptionError if one differs
 */
export function checkSame(settings: Word2VecSettings, chosen: Word2VecOptions, where: string): void {
  const given = givenOnly(chosen);
  const asked = resolveWord2VecOptions({ ...settings, ...given });
  for (const name of Object.keys(given) as (keyof Word2VecSettings)[]) {
    const [now, then] = [asked[name], settings[name]].map((value) => JSON.stringify(value));
    if (now === then) continue;
    throw new OptionError(
      `${name}: got ${now}, but the training in ${where} has ${then}. Leave it out to go on, or train anew.`,
    );
  }
}

const unsigned32 = 0xffff_ffff;

function check(settings: Word2VecSettings): void {
  const { algorithm, alpha, minAlpha, maxVocab, negative, hierarchicalSoftmax } = settings;
  if (!algorithms.includes(algorithm))
    throw new OptionError(`algorithm: got "${algorithm as string}", expected ${algorithms.join(" or ")}.`);
  whole("size", settings.size, 1, 1 << 14);
  whole("window", settings.window, 1, 1000);
  whole("negative", negative, 0, 1000);
  whole("epochs", settings.epochs, 1, 1_000_000);
  whole("minCount", settings.minCount, 1, Number.MAX_SAFE_INTEGER);
  if (maxVocab !== undefined) whole("maxVocab", maxVocab, 1, 2 ** 31 - 1);
  whole("threads", settings.threads, 1, 1024);
  whole("seed", settings.seed, 0, unsigned32);
  between("sample", settings.sample, 0, 1);
  between("nsExponent", settings.nsExponent, -10, 10);
  between("alpha", alpha, 0, 10);
  between("minAlpha", minAlpha, 0, alpha);
  if (negative === 0 && !hierarchicalSoftmax)
    throw new OptionError("negative: got 0 without hierarchical softmax: nothing would be learnt. Choose one of them.");
}

function whole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new OptionError(`${name}: got ${value}, expected a whole number from ${least} to ${most}.`);
}

function between(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new OptionError(`${name}: got ${value}, expected a number from ${least} to ${most}.`);
}
