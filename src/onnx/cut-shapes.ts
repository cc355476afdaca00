import type { Dim, Shape } from "../tensor/index.js";
import { normalize } from "./dims.js";
import type { NodeFacts } from "./node-facts.js";

/** Shape of a part of x: starts, ends, axes and steps are inputs 1 to 4. */
export function slice(facts: NodeFacts, x: Shape): Shape | undefined {
  const [starts, ends] = [facts.contents(1), facts.contents(2)];
  const axes = axesOf(facts, 3, starts?.length ?? 0, x.length);
  const steps = facts.node.inputs[4] ? facts.contents(4) : starts?.map(() => 1);
  if (!starts || !ends || !axes || !steps) return undefined;
  return change(x, axes, (size, i) => sliced(size, starts[i], ends[i], steps[i]));
}

function sliced(size: Dim, start?: Dim, end?: Dim, step?: Dim): Dim | undefined {
  if (typeof start !== "number" || typeof end !== "number" || typeof step !== "number" || step === 0) return undefined;
  if (typeof size === "string") return start === 0 && end >= 2 ** 31 - 1 && step === 1 ? size : undefined;
  const [lowest, highest] = step > 0 ? [0, size] : [-1, size - 1];
  const place = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, lowest), highest);
  const first = step > 0 ? place(start) : Math.max(place(start), 0);
  return Math.max(0, Math.ceil((place(end) - first) / step));
}

/** Shape of x with a border: input 1 holds the widths before each axis, then those after; input 3 the axes. */
export function pad(facts: NodeFacts, x: Shape): Shape | undefined {
  const widths = facts.node.inputs[1] ? facts.contents(1) : facts.integers("pads");
  const count = (widths?.length ?? 0) / 2;
  const axes = axesOf(facts, 3, count, x.length);
  if (!widths || !axes || axes.length !== count) return undefined;
  return change(x, axes, (size, i) => {
    const [before, after] = [widths[i], widths[i + count]];
    if (typeof before !== "number" || typeof after !== "number") return undefined;
    if (typeof size === "number") return size + before + after;
    return before === 0 && after === 0 ? size : undefined;
  });
}

/** The axes that an optional input names, else the first ones. */
const axesOf = ({ node, contents }: NodeFacts, input: number, count: number, rank: number): number[] | undefined => {
  const axes = node.inputs[input] ? contents(input) : Array.from({ length: count }, (_, axis) => axis);
  return axes && normalize(axes, rank);
};

/** The shape with a new size at each of the axes, undefined where one is unknown. */
function change(
  x: Shape,
  axes: readonly number[],
  resize: (size: Dim, index: number) => Dim | undefined,
): Shape | undefined {
  const changed = x.map((size, axis) => (axes.includes(axis) ? resize(size, axes.indexOf(axis)) : size));
  return changed.includes(undefined) ? undefined : (changed as Dim[]);
}
