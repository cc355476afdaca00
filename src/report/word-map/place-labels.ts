/**
 * Which labels have room: one after the other, each that covers no label placed before it. The page of a word map runs
 * this very function again whenever it zooms, so it uses nothing from outside.
 * @param xs    where each label begins, in pixels
 * @param ys    its middle
 * @param widths its width; all are `height` high
 * @param order the labels, the most important first
 * @returns for each label of `xs`, whether it is shown
 */
export function placeLabels(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  widths: ArrayLike<number>,
  height: number,
  order: readonly number[],
): boolean[] {
  const shown = new Array<boolean>(xs.length).fill(false);
  const rows = new Map<number, number[]>(); // by multiples of the height, so that only two rows can be in the way
  for (const i of order) {
    const row = Math.floor(ys[i]! / height);
    let free = true;
    for (let near = row - 1; near <= row + 1 && free; near++) {
      for (const j of rows.get(near) ?? []) {
        const apart =
          xs[i]! > xs[j]! + widths[j]! || xs[j]! > xs[i]! + widths[i]! || Math.abs(ys[i]! - ys[j]!) >= height;
        if (!apart) {
          free = false;
          break;
        }
      }
    }
    if (!free) continue;
    shown[i] = true;
    rows.set(row, [...(rows.get(row) ?? []), i]);
  }
  return shown;
}
