import { ancestors, type Tensor } from "../graph/index.js";

/** Multiplications and additions that one sample costs in matrix products and convolutions: what most of the time goes into. */
export function multiplyAdds(output: Tensor): number {
  return ancestors([output]).reduce((total, tensor) => total + costOf(tensor), 0);
}

function costOf({ operator, inputs, shape }: Tensor): number {
  const perSample = (dims: readonly (number | string)[]): number =>
    dims.reduce<number>((product, dim) => product * (typeof dim === "number" ? dim : 1), 1);
  if (operator.name === "matmul") return perSample(shape) * Number(inputs[0]!.shape.at(-1));
  if (operator.name === "conv2d") return perSample(shape) * perSample(inputs[1]!.shape.slice(1));
  return 0;
}
