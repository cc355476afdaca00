import {
  broadcastLike,
  cast,
  constant,
  cumsum,
  equal,
  flatten,
  matmul,
  mean,
  mul,
  sub,
  sum,
  transpose,
  unsqueeze,
  type Tensor,
} from "../../graph/index.js";

/** Products of all samples with all: `[batch, ...]` → `[batch, batch]`. Further axes of a sample count as one vector. */
export function gram(x: Tensor): Tensor {
  const flat = x.rank === 2 ? x : flatten(x);
  return matmul(flat, transpose(flat));
}

/**
 * Products of the differences from the batch's mean: distances and angles are the same from any origin, and from this one
 * float32 loses least.
 */
export const centredGram = (x: Tensor): Tensor => gram(sub(x, mean(x, { axis: 0, keepDims: true })));

/** 1 on the diagonal of a `[batch, batch]` tensor whose numbers do not matter, 0 elsewhere. */
export function diagonalOf(square: Tensor): Tensor {
  const ones = broadcastLike(constant(1), sum(square, { axis: 1 })); // [batch]
  const places = cumsum(ones, { axis: 0 }); // 1, 2, 3, …
  return cast(equal(unsqueeze(places, 1), unsqueeze(places, 0)), "float32");
}

/** The diagonal of a `[batch, batch]` tensor, `[batch]`. */
export const diagonal = (square: Tensor, eye: Tensor): Tensor => sum(mul(square, eye), { axis: 1 });
