import { formatShape, isFloating, sameShape, ShapeError } from "../tensor/index.js";
import { constantLike } from "./leaves.js";
import { add } from "./operators/arithmetic.js";
import { broadcastLike, sumTo } from "./operators/broadcast.js";
import type { Tensor } from "./tensor.js";
import { ancestors } from "./walk.js";

/**
 * The gradient of a scalar with respect to some tensors, by reverse accumulation. The results are graphs themselves, so
 * gradients of gradients come for free.
 * @param loss a scalar, `[]`
 * @param of   parameters, inputs or tensors in between, floating
 * @returns    one tensor for each, of its shape; zeros where the loss does not depend on it
 * @throws ShapeError if the loss is no scalar, or an operator on the way has no gradient
 */
export function grad(loss: Tensor, of: readonly Tensor[]): Tensor[] {
  const gradients = reverseScalar(loss, of);
  return of.map((tensor) => gradients.get(tensor) ?? zerosLike(tensor));
}

/**
 * What gradients of some results say of what the results were computed from, by reverse accumulation: the gradient of
 * `sum over i of sum(results[i] · gradients[i])` with the gradients held fixed. For the gradient of an operator that is
 * made of others.
 * @param gradients one for each result, of its shape
 * @param of        tensors on the way to the results, floating
 * @returns         one tensor for each, of its shape
 */
export function pullBack(results: readonly Tensor[], gradients: readonly Tensor[], of: readonly Tensor[]): Tensor[] {
  const starts = new Map<Tensor, Tensor>();
  results.forEach((result, i) => {
    const before = starts.get(result);
    starts.set(result, before ? add(before, gradients[i]!) : gradients[i]!);
  });
  const found = reverse(starts, of);
  return of.map((tensor) => found.get(tensor) ?? zerosLike(tensor));
}

const zerosLike = (tensor: Tensor): Tensor => broadcastLike(constantLike(0, tensor.dtype), tensor);

/** Which of the tensors the loss does not depend on: a parameter among them would never learn. */
export function withoutGradient<T extends Tensor>(loss: Tensor, of: readonly T[]): T[] {
  const gradients = reverseScalar(loss, of);
  return of.filter((tensor) => !gradients.has(tensor));
}

function reverseScalar(loss: Tensor, of: readonly Tensor[]): Map<Tensor, Tensor> {
  if (loss.rank !== 0) {
    throw new ShapeError(`grad: the loss is ${formatShape(loss.shape)}, expected a scalar. Take its sum or mean.`);
  }
  return reverse(new Map([[loss, constantLike(1, loss.dtype)]]), of);
}

function reverse(starts: ReadonlyMap<Tensor, Tensor>, of: readonly Tensor[]): Map<Tensor, Tensor> {
  const order = ancestors([...starts.keys()]);
  const wanted = new Set<Tensor>(of);
  // Only the paths from the loss to what is wanted are walked: no gradient is made of data and labels.
  const needed = new Set<Tensor>();
  for (const tensor of order) {
    if (wanted.has(tensor) || tensor.inputs.some((input) => needed.has(input))) needed.add(tensor);
  }
  const gradients = new Map(starts);
  for (const y of order.reverse()) {
    const dy = gradients.get(y);
    if (!dy || y.inputs.length === 0 || !needed.has(y)) continue;
    if (!y.operator.gradient) {
      if (!isFloating(y.dtype)) continue;
      throw new ShapeError(
        `grad: the operator ${y.operator.name} has no gradient. Pass its input through stopGradient.`,
      );
    }
    const parts = y.operator.gradient(dy, y.inputs, y, y.options as never);
    y.inputs.forEach((x, i) => {
      const part = parts[i];
      if (!part || !needed.has(x)) return;
      const dx = fit(part, x);
      const before = gradients.get(x);
      gradients.set(x, before ? add(before, dx) : dx);
    });
  }
  return gradients;
}

/** A gradient in the shape of what it belongs to: summed where that was stretched, stretched where it was summed. */
const fit = (gradient: Tensor, x: Tensor): Tensor =>
  sameShape(gradient.shape, x.shape)
    ? gradient
    : gradient.rank > x.rank || gradient.shape.some((dim, i) => dim !== 1 && x.shape.at(i - gradient.rank) === 1)
      ? broadcastLike(sumTo(gradient, x.shape), x)
      : broadcastLike(gradient, x);
