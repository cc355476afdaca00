import { ancestors, type Tensor } from "../graph/index.js";

/** Multiplications and additions that one sample costs in matrix products and convolutions: what most of the time goes into. Of texts: what one word costs. */
export function multiplyAdds(output: Tensor): number {
  return ancestors([output]).reduce((total, tensor) => total + costOf(tensor), 0);
}

/** Their second and third inputs are the weights that each word meets. */
const recurrent = new Set(["rnn", "gru", "lstm"]);

function costOf({ operator, inputs, shape }: Tensor): number {
  const perSample = (dims: readonly (number | string)[]): number =>
    dims.reduce<number>((product, dim) => product * (typeof dim === "number" ? dim : 1), 1);
  if (operator.name === "matmul") return perSample(shape) * Number(inputs[0]!.shape.at(-1));
  if (operator.name === "conv2d") return perSample(shape) * perSample(inputs[1]!.shape.slice(1));
  if (recurrent.has(operator.name)) return perSample(inputs[1]!.shape) + perSample(inputs[2]!.shape);
  return 0;
}
