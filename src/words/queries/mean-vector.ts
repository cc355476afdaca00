import { OptionError } from "../../tensor/index.js";
import type { KeyedVectors } from "../keyed-vectors.js";
import { vectorOf } from "./terms.js";
import { unit, type Vector } from "./vector.js";

export interface MeanVectorOptions {
  /** One for each word or vector; default 1. */
  readonly weights?: readonly number[] | undefined;
  /** Whether vectors of words are brought to length 1 first; default true. */
  readonly preNormalize?: boolean;
  /** Whether the mean is brought to length 1; default false. */
  readonly postNormalize?: boolean;
  /** Whether unknown words are left out; default true. */
  readonly ignoreMissing?: boolean;
}

/**
 * The weighted mean of words and vectors, sum(w * v) / sum(|w|); zeros if every word is left out.
 * @throws OptionError if there is no word or vector, or another number of weights
 * @throws UnknownWordError if `ignoreMissing` is false and a word is unknown
 */
export function meanVector(
  vectors: KeyedVectors,
  of: readonly (string | Vector)[],
  { weights, preNormalize = true, postNormalize = false, ignoreMissing = true }: MeanVectorOptions = {},
): Float32Array {
  if (of.length === 0) throw new OptionError("getMeanVector: there is nothing to take the mean of. Give a word.");
  if (weights && weights.length !== of.length)
    throw new OptionError(`getMeanVector: ${of.length} words and vectors need as many weights, got ${weights.length}.`);
  const mean = new Float64Array(vectors.size);
  let total = 0;
  of.forEach((part, k) => {
    if (ignoreMissing && typeof part === "string" && !vectors.has(part)) return;
    const weight = weights?.[k] ?? 1;
    const vector = vectorOf(vectors, part, { normalize: preNormalize });
    for (let i = 0; i < mean.length; i++) mean[i]! += weight * vector[i]!;
    total += Math.abs(weight);
  });
  const result = Float32Array.from(mean, (x) => (total > 0 ? x / total : x));
  return postNormalize ? unit(result) : result;
}
