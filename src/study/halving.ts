/**
 * The epochs of each round of successive halving: the last round trains in full, each before it a third as long, down to
 * one epoch or until one setting would be left.
 * Source: Jamieson, Talwalkar 2016, arXiv:1502.07943, with eta = 3.
 * @param epochs   of a full training
 * @param settings to begin with
 */
export function halvingRounds(epochs: number, settings: number): readonly number[] {
  const rounds = [epochs];
  for (let left = settings; left > 1 && rounds[0]! > 1; left = Math.ceil(left / 3)) {
    rounds.unshift(Math.max(1, Math.round(rounds[0]! / 3)));
  }
  return rounds.length > 1 && settings > 1 ? rounds : [epochs];
}

/** The better third of some candidates, at least one, in the order of their scores; NaN is worse than any. */
export function betterThird<Candidate>(
  candidates: readonly Candidate[],
  score: (candidate: Candidate) => number,
): Candidate[] {
  const value = (candidate: Candidate): number => (Number.isNaN(score(candidate)) ? -Infinity : score(candidate));
  return [...candidates].sort((a, b) => value(b) - value(a)).slice(0, Math.ceil(candidates.length / 3));
}
