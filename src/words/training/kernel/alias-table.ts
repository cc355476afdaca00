const unsigned32 = 2 ** 32;

/**
 * Draws numbers in proportion to weights in constant time: a number i drawn evenly stands for itself where a second
 * random number of 32 bits is at most entry[2 i], else for entry[2 i + 1].
 * Source: Walker 1977, "An efficient method for generating discrete random variables", built as Vose 1991 does.
 * @param weights finite, not negative, not all zero
 * @returns two numbers for each weight
 */
export function aliasTable(weights: Float64Array): Uint32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = weights.map((weight) => (weight / total) * weights.length); // 1 where a number is drawn as often as most
  const table = new Uint32Array(2 * weights.length);
  const [few, many]: [number[], number[]] = [[], []];
  share.forEach((value, i) => (value < 1 ? few : many).push(i));
  while (few.length > 0 && many.length > 0) {
    const [poor, rich] = [few.pop()!, many.pop()!];
    table.set([Math.min(unsigned32 - 1, Math.floor(share[poor]! * unsigned32)), rich], 2 * poor);
    share[rich]! -= 1 - share[poor]!; // the rest of the poor one's draws goes to the rich one
    (share[rich]! < 1 ? few : many).push(rich);
  }
  for (const i of [...few, ...many]) table.set([unsigned32 - 1, i], 2 * i); // 1 but for rounding
  return table;
}
