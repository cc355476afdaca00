const unsigned32 = 2 ** 32;

/**
 * Of each word, below which 32-bit random number an occurrence is kept: frequent words are partly left out.
 * Kept with probability (sqrt(count / t) + 1) * t / count, t = sample * all counts, at most 1.
 * Source: word2vec.c, which differs from Mikolov et al. 2013, arXiv:1310.4546, equation 5, by the 1 and the factor.
 * @param counts of the words that have vectors
 * @param sample greater than 0
 */
export function keepTable(counts: Float64Array, sample: number): Uint32Array {
  const t = sample * counts.reduce((sum, count) => sum + count, 0);
  return Uint32Array.from(counts, (count) => {
    const probability = (Math.sqrt(count / t) + 1) * (t / count);
    return Math.min(unsigned32 - 1, Math.floor(probability * unsigned32));
  });
}
