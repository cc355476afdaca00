import { parameter, type Parameter, type Tensor, type TensorLike } from "../graph/index.js";
import { LimbeckError, sizeOf } from "../tensor/index.js";

/** New values of weights, and of the optimiser's own state beside them. */
export type Updates = Map<Parameter, Tensor>;

/**
 * An optimiser: one step as a graph, from weights and gradients to new weights and new state. Numeric options may be
 * scalar tensors: a schedule or a sweep moves them without compiling anew. The state are parameters named
 * "<weight>/<what>", so that a checkpoint holds them as it holds weights.
 */
export type Optimizer<Options> = (
  parameters: readonly Parameter[],
  gradients: readonly Tensor[],
  options: Options & { readonly learningRate: TensorLike },
) => Updates;

/**
 * The update of each weight with its gradient.
 * @throws LimbeckError if there are not as many gradients as weights
 */
export function updateEach(
  parameters: readonly Parameter[],
  gradients: readonly Tensor[],
  update: (weight: Parameter, gradient: Tensor, updates: Updates) => void,
): Updates {
  if (parameters.length !== gradients.length) {
    throw new LimbeckError(`An optimiser got ${parameters.length} weights and ${gradients.length} gradients.`);
  }
  const updates: Updates = new Map();
  parameters.forEach((weight, i) => update(weight, gradients[i]!, updates));
  return updates;
}

/** A state of a weight's shape, which starts at 0; sparse as the weight. */
export const stateOf = (weight: Parameter, what: string): Parameter =>
  state(weight.shape as number[], `${weight.name}/${what}`, weight);

/**
 * A state which starts at 0.
 * @param owner the weight that it belongs to, if it is one weight's alone
 */
export function state(shape: readonly number[], name: string, owner?: Parameter): Parameter {
  const sparse = owner !== undefined && owner.sparse && shape.length > 0;
  const made = parameter(shape, new Float32Array(sizeOf(shape)), { trainable: false, sparse, owner });
  made.name = name;
  return made;
}
