import { Tensor } from "../graph/index.js";
import { inferencePass, Module, type Pass } from "../nn/index.js";
import { OptionError } from "../tensor/index.js";
import { classifierOf, modelInput, type Classifier, type ModelContext } from "./classifier.js";
import { layerTools, type LayerShelf, type LayerTools } from "./layer-tools.js";

/**
 * A user's own model: from a batch `[batch, ...shape]` to logits `[batch, classes]`. It is called more than once (to make
 * its weights, for training, for evaluation) and must call the same layers each time.
 * @param x  the batch
 * @param nn layers with weights, `classes`, and `tap`; any operator of limbeck/graph works beside them
 * @returns  the logits, or `{ logits, taps }`
 * @example
 *   model: (x, nn) => {
 *     const hidden = nn.tap("hidden", relu(nn.linear(nn.flatten(x), 64)));
 *     return nn.linear(nn.dropout(hidden, 0.2), nn.classes);
 *   }
 */
export type ModelFunction = (
  x: Tensor,
  nn: LayerTools,
) => Tensor | { readonly logits: Tensor; readonly taps?: Readonly<Record<string, Tensor>> };

/**
 * The classifier of a model function, its weights made by a first call.
 * @throws OptionError if the function returns no tensor; ShapeError if the logits are not `[batch, classes]`
 */
export function modelOfFunction(model: ModelFunction, context: ModelContext): Classifier {
  const module = new FunctionModule(model, context);
  module.forward(modelInput(context), inferencePass());
  module.close();
  const classifier = classifierOf(module, context);
  classifier.forward(modelInput(context), inferencePass()); // a second call finds the same layers, or says so at once
  return classifier;
}

class FunctionModule extends Module {
  readonly layers: LayerShelf = new Map();
  readonly #model: ModelFunction;
  readonly #context: ModelContext;
  #closed = false;

  constructor(model: ModelFunction, context: ModelContext) {
    super();
    this.#model = model;
    this.#context = context;
  }

  /** From here on no layer is added. */
  close(): void {
    this.#closed = true;
  }

  forward(x: Tensor, pass: Pass): Tensor {
    const { classes, random } = this.#context;
    const tools = layerTools(this.layers, { pass, classes, random, closed: this.#closed });
    const result: unknown = this.#model(x, tools);
    if (result instanceof Tensor) return result;
    const { logits, taps = {} } = (result ?? {}) as { logits?: unknown; taps?: Readonly<Record<string, Tensor>> };
    if (!(logits instanceof Tensor)) {
      throw new OptionError(
        `model function: returned ${result === null ? "null" : typeof result}, expected the logits as a tensor, or { logits, taps }.`,
      );
    }
    for (const [name, tap] of Object.entries(taps)) pass.tap(name, tap);
    return logits;
  }
}
