import type { KeyedVectors } from "../keyed-vectors.js";
import { transportCost } from "./transport.js";
import { euclidean } from "./vector.js";

/**
 * The word mover's distance of two texts: the least that their words must travel, in Euclidean distance, to turn one into
 * the other; each text weighs 1, spread evenly over its words. Unknown words are left out; infinite if none is left.
 * Where all words share one vector it is 0 (gensim: infinite).
 * Source: Kusner, Sun, Kolkin, Weinberger 2015, "From Word Embeddings To Document Distances".
 * @param normalize whether vectors are brought to length 1 first
 */
export function wordMoversDistance(
  vectors: KeyedVectors,
  first: readonly string[],
  second: readonly string[],
  normalize: boolean,
): number {
  const [a, b] = [first, second].map((text) => text.filter((word) => vectors.has(word)));
  if (a!.length === 0 || b!.length === 0) return Infinity;
  const [from, to] = [occurrences(a!), occurrences(b!)];
  const [sources, sinks] = [from, to].map(({ words }) => words.map((word) => vectors.getVector(word, { normalize })));
  const cost = Float64Array.from(sources!.flatMap((source) => sinks!.map((sink) => euclidean(source, sink))));
  // Weights count / length, times both lengths: whole numbers.
  const total = a!.length * b!.length;
  const supply = from.counts.map((count) => count * b!.length);
  const demand = to.counts.map((count) => count * a!.length);
  return transportCost(supply, demand, cost) / total;
}

/** The distinct words of a text, and how often each occurs. */
function occurrences(text: readonly string[]): { words: string[]; counts: number[] } {
  const counts = new Map<string, number>();
  for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { words: [...counts.keys()], counts: [...counts.values()] };
}
