import { grad, withoutGradient, type Parameter, type Tensor } from "../graph/index.js";
import { OptionError } from "../tensor/index.js";

/**
 * The gradient of a loss with respect to each parameter, none of which may be left out: a weight that never learns is a
 * mistake that would otherwise show as a slightly worse model.
 * @throws OptionError that names the parameters on which the loss does not depend
 */
export function gradientsOf(loss: Tensor, parameters: readonly Parameter[]): Tensor[] {
  const idle = withoutGradient(loss, parameters);
  if (idle.length === 0) return grad(loss, parameters);
  const names = idle.map(({ name }) => name || "a parameter").join(", ");
  const shaped = idle.map(({ name, shape }) => `${name || "a parameter"} [${shape.join(", ")}]`).join(", ");
  throw new OptionError(
    `The loss does not depend on ${names}: it would never learn. ` +
      `Use ${shaped} in forward, or declare it with { trainable: false }.`,
  );
}
