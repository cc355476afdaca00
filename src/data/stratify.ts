import { OptionError, type Random } from "../tensor/index.js";
import type { Dataset } from "./dataset.js";

/**
 * Draws so many samples that each class has the same share among them as in the data set (largest remainders).
 * @param count how many to draw
 * @param each how many of a class at least must be drawn (`drawn`), and at least must stay (`left`)
 * @returns places in the data set, ascending: those drawn, and the rest
 * @throws OptionError if so many cannot be drawn
 */
export function stratifiedDraw(
  { labels, classes }: Pick<Dataset, "labels" | "classes">,
  count: number,
  each: { readonly drawn: number; readonly left: number },
  random: Random,
): { drawn: Int32Array; rest: Int32Array } {
  const members = classes.map((): number[] => []);
  labels.forEach((label, i) => members[label]!.push(i));
  const bounds = members.map(({ length }) => {
    const most = Math.max(0, length - each.left);
    return { quota: (count * length) / Math.max(1, labels.length), least: Math.min(each.drawn, most), most };
  });
  const isDrawn = new Uint8Array(labels.length);
  apportion(count, bounds).forEach((take, label) => {
    const order = random.fork(label).permutation(members[label]!.length);
    for (let i = 0; i < take; i++) isDrawn[members[label]![order[i]!]!] = 1;
  });
  const places = Int32Array.from(labels.keys());
  return { drawn: places.filter((i) => isDrawn[i]), rest: places.filter((i) => !isDrawn[i]) };
}

interface Bounds {
  readonly quota: number;
  readonly least: number;
  readonly most: number;
}

/** Whole numbers near the quotas, within their bounds, that add up to `total`. */
function apportion(total: number, bounds: readonly Bounds[]): number[] {
  const least = bounds.reduce((sum, { least }) => sum + least, 0);
  const most = bounds.reduce((sum, { most }) => sum + most, 0);
  if (total < least || total > most) {
    throw new OptionError(`cannot draw ${total} samples and keep every class: choose ${least} to ${most}.`);
  }
  const taken = bounds.map(({ quota, least, most }) => Math.min(most, Math.max(least, Math.floor(quota))));
  let missing = total - taken.reduce((sum, take) => sum + take, 0);
  // Each round moves every class by at most one, the class that is furthest from its quota first.
  while (missing !== 0) {
    const step = Math.sign(missing);
    const candidates = bounds
      .map(({ quota, least, most }, i) => ({ i, distance: step * (quota - taken[i]!), least, most }))
      .filter(({ i, least, most }) => (step > 0 ? taken[i]! < most : taken[i]! > least))
      .sort((a, b) => b.distance - a.distance || a.i - b.i)
      .slice(0, Math.abs(missing));
    for (const { i } of candidates) taken[i]! += step;
    missing -= step * candidates.length;
  }
  return taken;
}
