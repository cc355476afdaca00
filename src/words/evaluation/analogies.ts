import { setImmediate } from "node:timers/promises";
import { DataError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";
import { nearest } from "../queries/most-similar.js";
import type { Query } from "../queries/row-search.js";
import { unit } from "../queries/vector.js";
import { knownWords, type KnownWords, type KnownWordsOptions } from "./known-words.js";
import { readLines } from "./read-lines.js";

export interface AnalogyOptions extends KnownWordsOptions {
  /** Whether a question with an unknown word counts as answered wrongly; default it is left out. */
  readonly dummy4unknown?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Tells how many questions were dealt with. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** How many questions were answered rightly. */
export interface AnalogyScore {
  /** The share of right answers; 0 if nothing was asked. */
  readonly accuracy: number;
  readonly correct: number;
  readonly asked: number;
  /** Questions with an unknown word. */
  readonly unknown: number;
}

export interface AnalogyScores extends AnalogyScore {
  readonly sections: readonly (AnalogyScore & { readonly section: string })[];
  /** Lines that are neither a section nor four words. */
  readonly invalidLines: number;
}

/** Questions that are answered together: rows are fetched once for all of them. */
const batchLength = 32;
/** So many answers are looked at for one that is none of the words of the question. */
const answersLooked = 5;

/**
 * Asks questions "a is to b as c is to ?": the answer is the word nearest to b - a + c (3CosAdd) that is none of the three.
 * Source: Mikolov, Chen, Corrado, Dean 2013, "Efficient Estimation of Word Representations in Vector Space",
 * arXiv:1301.3781, section 4.1.
 * @param path a file with four words a line, in sections: `: capitals`
 * @throws DataError if it holds no question
 * @throws FileError if it cannot be read
 */
export async function evaluateWordAnalogies(
  vectors: KeyedVectors,
  path: string,
  options: AnalogyOptions = {},
): Promise<AnalogyScores> {
  const known = knownWords(vectors, options);
  const { questions, sections, invalidLines } = parse(await readLines(path), known);
  if (questions.length === 0)
    throw new DataError(`${path}: holds no question. A line has four words, as "Athens Greece Berlin Germany".`);
  const tallies = sections.map(() => ({ correct: 0, asked: 0, unknown: 0 }));
  const count = (question: Question, isCorrect: boolean): void => {
    const tally = tallies[question.section]!;
    tally.asked++;
    if (isCorrect) tally.correct++;
  };
  const answerable = questions.filter((question) => {
    if (question.rows) return true;
    tallies[question.section]!.unknown++;
    if (options.dummy4unknown) count(question, false);
    return false;
  });
  for (let at = 0; at < answerable.length; at += batchLength) {
    options.signal?.throwIfAborted();
    const batch = answerable.slice(at, at + batchLength);
    answers(vectors, known, batch).forEach((answer, i) => count(batch[i]!, answer === batch[i]!.words[3]));
    options.onProgress?.(Math.min(answerable.length, at + batchLength), answerable.length);
    await setImmediate();
  }
  const scores = tallies.map((tally, i) => ({ section: sections[i]!, ...scoreOf([tally]) }));
  return { ...scoreOf(tallies), sections: scores, invalidLines };
}

/** Four words, normalized: a is to b as c is to d. */
interface Question {
  readonly section: number;
  readonly words: readonly string[];
  /** Rows of the four, if all are known. */
  readonly rows: readonly number[] | undefined;
}

function parse(
  lines: readonly string[],
  known: KnownWords,
): { questions: Question[]; sections: string[]; invalidLines: number } {
  const questions: Question[] = [];
  const sections: string[] = [];
  let invalidLines = 0;
  for (const line of lines) {
    const words = line.split(/\s+/).filter((word) => word !== "");
    if (words.length === 0) continue;
    if (words[0]!.startsWith(":")) sections.push(line.replace(/^\s*:\s*/, "").trim());
    else if (words.length !== 4) invalidLines++;
    else {
      if (sections.length === 0) sections.push("questions");
      const normalized = words.map((word) => known.normalize(word));
      const rows = normalized.map((word) => known.rowOf(word));
      const isKnown = rows.every((row) => row !== undefined);
      questions.push({ section: sections.length - 1, words: normalized, rows: isKnown ? rows : undefined });
    }
  }
  return { questions, sections, invalidLines };
}

/** The answer to each question, normalized. */
function answers(vectors: KeyedVectors, known: KnownWords, questions: readonly Question[]): (string | undefined)[] {
  const queries = questions.map(({ rows }) => queryOf(vectors, rows!));
  return nearest(vectors, queries, { topn: answersLooked, restrictVocab: known.count }).map((found, i) => {
    const given = questions[i]!.words.slice(0, 3);
    const candidates = found.map(({ word }) => known.normalize(word));
    // "King" is no answer to a question about "king".
    return candidates.find((word) => !given.includes(word)) ?? candidates.at(-1);
  });
}

function queryOf(vectors: KeyedVectors, rows: readonly number[]): Query {
  const [a, b, c] = rows.slice(0, 3).map((row) => vectors.getVector(vectors.wordAt(row), { normalize: true }));
  return { direction: unit(a!.map((x, i) => b![i]! + c![i]! - x)), excluded: new Set(rows.slice(0, 3)) };
}

function scoreOf(tallies: readonly Omit<AnalogyScore, "accuracy">[]): AnalogyScore {
  const sum = (of: (tally: Omit<AnalogyScore, "accuracy">) => number): number =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const [correct, asked, unknown] = [sum((t) => t.correct), sum((t) => t.asked), sum((t) => t.unknown)];
  return { accuracy: asked === 0 ? 0 : correct / asked, correct, asked, unknown };
}
