import type { Word2VecOptions } from "../words/index.js";
import type { TokenizerOption } from "../words/training/corpus/read-words.js";
import { phraseScorings } from "../words/training/phrases/phrase-options.js";
import { algorithms } from "../words/training/training-options.js";
import type { ValuesOf } from "./define-command.js";
import { flag, integer, number, oneOf } from "./option.js";

/** How vectors are trained, as options of a command. */
export const word2VecOptions = {
  algorithm: oneOf(algorithms, "What predicts what; default skip-gram"),
  size: integer("N", "Numbers in a vector; default 100", { least: 1 }),
  window: integer("N", "Words to each side that count as context, at most; default 5", { least: 1 }),
  negative: integer("N", "Words drawn against each true one; default 5, 0 for --hierarchical-softmax alone"),
  nsExponent: number("X", "Draw them in proportion to their count to this power; default 0.75", {
    least: -10,
    most: 10,
  }),
  hierarchicalSoftmax: flag("Also predict by paths through a Huffman tree"),
  sample: number("X", "Leave out part of the words above this share of the text; default 0.001", { least: 0, most: 1 }),
  epochs: integer("N", "Passes over the text; default 5", { least: 1 }),
  alpha: number("X", "Learning rate at the start; default 0.025", { least: 0, most: 10 }),
  minAlpha: number("X", "Learning rate at the end; default 0.0001", { least: 0, most: 10 }),
  minCount: integer("N", "Leave out words that occur less often; default 5", { least: 1 }),
  maxVocab: integer("N", "Keep the N most frequent words; default all", { least: 1 }),
  tokenizer: oneOf(["whitespace", "words"], "How words are told; default whitespace"),
  keepCase: flag("Of --tokenizer words: leave capitals as they are"),
  numbers: oneOf(["keep", "mask", "drop"], "Of --tokenizer words: what becomes of numbers; default keep"),
  addresses: oneOf(["keep", "mask", "drop"], "Of --tokenizer words: of web and e-mail addresses; default mask"),
  punctuation: flag("Of --tokenizer words: make punctuation marks words"),
  phrases: integer("N", "Join neighbours that belong together, as new_york, in N passes; default none"),
  phraseScoring: oneOf(phraseScorings, "Of --phrases: how neighbours are scored; default default"),
  phraseThreshold: number("X", "Of --phrases: the score to be above; default 10, of npmi 0.5", {
    least: -1,
    most: 1e9,
  }),
  phraseMinCount: integer("N", "Of --phrases: how often neighbours must meet; default 5", { least: 1 }),
  threads: integer("N", "Default all cores; only one gives the same bytes again", { least: 1 }),
};

type Values = ValuesOf<typeof word2VecOptions>;

/** The library's options for those of the command; those not given are left out. */
export function chosenOptions(values: Values, seed: number | undefined): Word2VecOptions {
  const { algorithm, size, window, negative, nsExponent, hierarchicalSoftmax, sample, epochs, alpha } = values;
  const { minAlpha, minCount, maxVocab, threads } = values;
  const given = {
    ...{ algorithm, size, window, negative, nsExponent, sample, epochs, alpha, minAlpha, minCount, maxVocab, threads },
    hierarchicalSoftmax: hierarchicalSoftmax || undefined,
    tokenizer: tokenizerOf(values),
    phrases: phrasesOf(values),
    seed,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Any option of the word tokeniser chooses it. */
function tokenizerOf({ tokenizer, keepCase, numbers, addresses, punctuation }: Values): TokenizerOption | undefined {
  const options = {
    ...(keepCase && { lowercase: false }),
    ...(numbers && { numbers }),
    ...(addresses && { addresses }),
    ...(punctuation && { punctuation }),
  };
  return Object.keys(options).length > 0 ? options : tokenizer;
}

function phrasesOf({ phrases, phraseScoring, phraseThreshold, phraseMinCount }: Values): Word2VecOptions["phrases"] {
  if (!phrases) return undefined;
  return {
    passes: phrases,
    ...(phraseScoring && { scoring: phraseScoring }),
    ...(phraseThreshold !== undefined && { threshold: phraseThreshold }),
    ...(phraseMinCount !== undefined && { minCount: phraseMinCount }),
  };
}
