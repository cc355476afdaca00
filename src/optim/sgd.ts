import { add, mul, sub, type TensorLike } from "../graph/index.js";
import { stateOf, updateEach, type Optimizer } from "./optimizer.js";

export interface SgdOptions {
  /** Default 0: plain gradient descent without state. */
  readonly momentum?: TensorLike;
  /** Default false. */
  readonly nesterov?: boolean;
  /** Default 0; added to the gradient. */
  readonly weightDecay?: TensorLike;
}

/**
 * Stochastic gradient descent, in PyTorch's form:
 *   d = g + weightDecay · w
 *   v = momentum · v + d
 *   w = w - learningRate · v            (Nesterov: w - learningRate · (d + momentum · v))
 * State: "<weight>/momentum", v, in the shape of the weight.
 * Source: Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
 */
export const sgd: Optimizer<SgdOptions> = (
  parameters,
  gradients,
  { learningRate, momentum = 0, nesterov = false, weightDecay = 0 },
) =>
  updateEach(parameters, gradients, (w, g, updates) => {
    const d = weightDecay === 0 ? g : add(g, mul(w, weightDecay));
    if (momentum === 0) return void updates.set(w, sub(w, mul(d, learningRate)));
    const velocity = stateOf(w, "momentum");
    const v = add(mul(velocity, momentum), d);
    updates.set(velocity, v);
    updates.set(w, sub(w, mul(nesterov ? add(d, mul(v, momentum)) : v, learningRate)));
  });
