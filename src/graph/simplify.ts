import { isStatic, sameShape, sizeOf } from "../tensor/index.js";
import { constant } from "./leaves.js";
import { Constant, Input, Parameter, Tensor } from "./tensor.js";
import { ancestors } from "./walk.js";

/** Constants are computed ahead of time up to this many elements; larger ones would only swell the file. */
const foldLimit = 4096;

/**
 * The same outputs from fewer operators: constants are folded, equal subexpressions shared, neutral operations and
 * needless broadcasts dropped. What no output needs is not visited at all.
 */
export function simplify(outputs: readonly Tensor[]): Tensor[] {
  const replacements = new Map<Tensor, Tensor>();
  const known = new Map<string, Tensor>();
  for (const tensor of ancestors(outputs)) {
    const inputs = tensor.inputs.map((input) => replacements.get(input)!);
    const unchanged = inputs.every((input, i) => input === tensor.inputs[i]);
    const rebuilt = unchanged
      ? tensor
      : new Tensor(tensor.operator, inputs, tensor.options, tensor.shape, tensor.dtype);
    const smaller = fold(neutral(withoutBroadcast(rebuilt)));
    const key = keyOf(smaller);
    const twin = known.get(key);
    if (!twin) known.set(key, smaller);
    replacements.set(tensor, twin ?? smaller);
  }
  return outputs.map((output) => replacements.get(output)!);
}

/** Equal keys mean equal results: the same operator with the same options on the same inputs. */
function keyOf(tensor: Tensor): string {
  if (tensor instanceof Constant && tensor.value.data.length <= 16) {
    return `constant ${tensor.dtype} [${tensor.shape.join()}] ${tensor.value.data.map((x) => (Object.is(x, -0) ? NaN : x)).join()}`;
  }
  if (tensor.inputs.length === 0) return `leaf ${tensor.id}`;
  return `${tensor.operator.name} ${tensor.inputs.map((input) => input.id).join()} ${JSON.stringify(tensor.options)}`;
}

function fold(tensor: Tensor): Tensor {
  if (tensor instanceof Constant || tensor instanceof Input || tensor instanceof Parameter) return tensor;
  if (!isStatic(tensor.shape) || sizeOf(tensor.shape) > foldLimit || tensor.inputs.length === 0) return tensor;
  if (!tensor.inputs.every((input): input is Constant => input instanceof Constant)) return tensor;
  const values = tensor.inputs.map((input) => (input as Constant).value);
  const result = { shape: tensor.shape, dtype: tensor.dtype };
  return constant(tensor.operator.evaluate(values, tensor.options as never, result), tensor.dtype);
}

/** True for a constant of one number, of any rank: `same` tells whether it would stretch the other side. */
const isNumber = (tensor: Tensor, value: number): boolean =>
  tensor instanceof Constant && tensor.value.data.length === 1 && tensor.value.data[0] === value;

/** x + 0, x - 0, x · 1, x / 1, x¹ and x through stopGradient are x. */
function neutral(tensor: Tensor): Tensor {
  const [a, b] = tensor.inputs;
  const same = (x: Tensor | undefined) => (x && sameShape(x.shape, tensor.shape) ? x : tensor);
  switch (tensor.operator.name) {
    case "add":
      return isNumber(b!, 0) ? same(a) : isNumber(a!, 0) ? same(b) : tensor;
    case "sub":
      return isNumber(b!, 0) ? same(a) : tensor;
    case "mul":
      return isNumber(b!, 1) ? same(a) : isNumber(a!, 1) ? same(b) : tensor;
    case "div":
    case "pow":
      return isNumber(b!, 1) ? same(a) : tensor;
    case "stopGradient":
    case "withGradient":
      return a!;
    default:
      return tensor;
  }
}

/** f(broadcast(a), b) is f(a, b) where b alone gives the result its shape: element-wise operators broadcast by themselves. */
function withoutBroadcast(tensor: Tensor): Tensor {
  if (!tensor.operator.elementwise || tensor.inputs.length < 2) return tensor;
  const isBroadcast = (input: Tensor) => input.operator.name === "broadcastLike";
  if (!tensor.inputs.some((input) => !isBroadcast(input) && sameShape(input.shape, tensor.shape))) return tensor;
  if (!tensor.inputs.some(isBroadcast)) return tensor;
  const inputs = tensor.inputs.map((input) => (isBroadcast(input) ? input.inputs[0]! : input));
  return new Tensor(tensor.operator, inputs, tensor.options, tensor.shape, tensor.dtype);
}
