import { Parameter, type Tensor } from "../graph/index.js";
import type { Shape } from "../tensor/index.js";
import { kernelInputs } from "./update-kernel.js";

/** Parameters that one kernel updates together. */
export interface UpdateGroup {
  readonly parameters: readonly Parameter[];
  /** Their new values, element-wise expressions of one shape. */
  readonly results: readonly Tensor[];
  readonly shape: Shape;
  /** Arrays of that shape and scalars that the kernel reads. */
  readonly arrays: readonly Tensor[];
  readonly scalars: readonly Tensor[];
  /**
   * Of tables of which only some rows change: where each gradient among the arrays has its numbers. Undefined where
   * everything changes.
   */
  readonly rows: ReadonlyMap<Tensor, RowGradient> | undefined;
}

/** The gradient of a table by rows: the rest of it is 0. */
export interface RowGradient {
  /** `[...ids.shape, ...row]` */
  readonly values: Tensor;
  /** Which row each of the values belongs to; one may be named several times. */
  readonly ids: Tensor;
}

/** Updates of one shape that read a common array share a kernel: a weight with the optimiser's state of it. */
export function groupUpdates(updates: readonly (readonly [Parameter, Tensor])[]): UpdateGroup[] {
  const groups: { parameters: Parameter[]; results: Tensor[]; shape: Shape; reads: Set<Tensor> }[] = [];
  for (const [parameter, result] of updates) {
    const shape = parameter.shape;
    const { arrays } = kernelInputs([result], shape);
    const reads = new Set<Tensor>([parameter, ...arrays]);
    const related = groups.filter((group) => [...reads].some((tensor) => group.reads.has(tensor)));
    const merged = { parameters: [parameter], results: [result], shape, reads };
    for (const group of related) {
      merged.parameters.unshift(...group.parameters);
      merged.results.unshift(...group.results);
      group.reads.forEach((tensor) => reads.add(tensor));
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups.map(({ parameters, results, shape }) => {
    const { arrays, scalars } = kernelInputs(results, shape);
    return { parameters, results, shape, arrays, scalars, rows: rowGradients(parameters, arrays) };
  });
}

/** The gradients among the arrays, if all are by rows and all parameters may change by rows. */
function rowGradients(
  parameters: readonly Parameter[],
  arrays: readonly Tensor[],
): ReadonlyMap<Tensor, RowGradient> | undefined {
  const gradients = arrays.filter((tensor) => !(tensor instanceof Parameter));
  const areRows = gradients.every((tensor) => tensor.operator.name === "scatterAddRows");
  if (!areRows || gradients.length === 0 || !parameters.every((parameter) => parameter.sparse)) return undefined;
  return new Map(gradients.map((tensor) => [tensor, { values: tensor.inputs[0]!, ids: tensor.inputs[1]! }]));
}
