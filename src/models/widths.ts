import { OptionError } from "../tensor/index.js";

/**
 * The widths of hidden layers: a list as it is, one number `layers` times.
 * @throws OptionError if a width or the number of layers is no whole number of at least 1, or both a list and a number of
 *                     layers are given that differ
 */
export function widths(hidden: number | readonly number[], layers?: number): readonly number[] {
  const list = typeof hidden === "number" ? new Array<number>(layers ?? 1).fill(hidden) : hidden;
  const isCount = (n: number) => Number.isInteger(n) && n > 0;
  if (list.length === 0 || !list.every(isCount) || (layers !== undefined && list.length !== layers)) {
    throw new OptionError(
      `hidden is ${JSON.stringify(hidden)}${layers === undefined ? "" : ` with layers ${layers}`}: expected a width, or ` +
        `a list with the width of each layer.`,
    );
  }
  return list;
}
