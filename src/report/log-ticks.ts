/** Multiples of powers of ten at which a tick may stand: the coarsest list that gives enough ticks is taken. */
const MULTIPLES = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9],
];

/**
 * Round values for the ticks of a logarithmic axis, in rising order.
 * @param low  lower end of the axis, above 0
 * @param high upper end
 * @param enough at least so many, where there are; default 4
 */
export function logTicks(low: number, high: number, enough: number = 4): number[] {
  let ticks: number[] = [];
  for (const multiples of MULTIPLES) {
    if (ticks.length >= enough) break;
    ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const multiple of multiples) {
        const tick = Number(`${multiple}e${power}`);
        if (tick >= low && tick <= high) ticks.push(tick);
      }
    }
  }
  return ticks;
}
