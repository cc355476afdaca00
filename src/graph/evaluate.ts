import { formatShape, LimbeckError } from "../tensor/index.js";
import { Constant, Parameter, type Tensor } from "./tensor.js";
import type { Value } from "./value.js";
import { ancestors } from "./walk.js";

/**
 * Computes tensors in float64 through the operators' own `evaluate`: slow and plain, the reference for everything fast.
 * @param outputs what to compute
 * @param feeds   the values of inputs; those of parameters default to their initial ones
 * @throws LimbeckError if an input that is needed is not fed, or fed in a shape that does not fit
 */
export function evaluate(outputs: readonly Tensor[], feeds: ReadonlyMap<Tensor, Value> = new Map()): Value[] {
  const values = new Map<Tensor, Value>();
  for (const tensor of ancestors(outputs)) values.set(tensor, valueOf(tensor, values, feeds));
  return outputs.map((tensor) => values.get(tensor)!);
}

function valueOf(tensor: Tensor, values: ReadonlyMap<Tensor, Value>, feeds: ReadonlyMap<Tensor, Value>): Value {
  const fed = feeds.get(tensor);
  if (fed) {
    const fits =
      fed.shape.length === tensor.rank &&
      tensor.shape.every((dim, i) => typeof dim === "string" || dim === fed.shape[i]);
    if (!fits) throw new LimbeckError(`evaluate: fed ${formatShape(fed.shape)} for ${formatShape(tensor.shape)}.`);
    return fed;
  }
  if (tensor instanceof Constant) return tensor.value;
  if (tensor instanceof Parameter) return { shape: tensor.shape as number[], data: Float64Array.from(tensor.initial) };
  if (tensor.inputs.length === 0) {
    throw new LimbeckError(`evaluate: the ${tensor.operator.name} ${String(tensor.options["name"])} is not fed.`);
  }
  const inputs = tensor.inputs.map((input) => values.get(input)!);
  return tensor.operator.evaluate(inputs, tensor.options as never, { shape: tensor.shape, dtype: tensor.dtype });
}
