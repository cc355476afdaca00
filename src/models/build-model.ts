import { OptionError, suggestion } from "../tensor/index.js";
import type { Architecture, Network } from "./architecture.js";
import { bag, type BagOptions } from "./architectures/bag.js";
import { cnn, type CnnOptions } from "./architectures/cnn.js";
import { mlp, type MlpOptions } from "./architectures/mlp.js";
import { bigru, bilstm, gru, lstm, rnn, type RecurrentModelOptions } from "./architectures/recurrent.js";
import { resnet, type ResnetOptions } from "./architectures/resnet.js";
import { textcnn, type TextcnnOptions } from "./architectures/textcnn.js";
import { transformer, type TransformerModelOptions } from "./architectures/transformer.js";
import { classifierOf, type Classifier, type ModelContext } from "./classifier.js";
import type { NetworkParts } from "./network-parts.js";
import { modelOfFunction, type ModelFunction } from "./model-function.js";

/** Architectures by the names that recipes use. */
export const architectures = {
  mlp,
  cnn,
  resnet,
  rnn,
  gru,
  lstm,
  bigru,
  bilstm,
  textcnn,
  bag,
  transformer,
} as const;

/** An architecture's name with its options; those left out have the architecture's defaults. */
export type NamedModel =
  | ({ readonly model: "mlp" } & MlpOptions)
  | ({ readonly model: "cnn" } & CnnOptions)
  | ({ readonly model: "resnet" } & ResnetOptions)
  | ({ readonly model: "rnn" | "gru" | "lstm" | "bigru" | "bilstm" } & RecurrentModelOptions)
  | ({ readonly model: "textcnn" } & TextcnnOptions)
  | ({ readonly model: "bag" } & BagOptions)
  | ({ readonly model: "transformer" } & TransformerModelOptions);

/** What a recipe gives as a model: a named one, or a user's own function. */
export type ModelOptions = NamedModel | { readonly model: ModelFunction };

/**
 * A model with fresh weights, as a recipe names it: `{ model: "mlp", hidden: [800, 800] }`.
 * @throws OptionError for an unknown name or option (it suggests the nearest), or a value out of range
 */
export function buildModel({ model, ...options }: ModelOptions, context: ModelContext): Classifier {
  if (typeof model === "function") return modelOfFunction(model, context);
  if (!Object.hasOwn(architectures, model)) {
    throw new OptionError(`There is no model "${model}".${suggestion(model, Object.keys(architectures))}`);
  }
  const architecture = architectures[model] as unknown as Architecture<object>;
  const known = Object.keys(architecture.defaults);
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    throw new OptionError(`model ${model}: there is no option "${option}".${suggestion(option, known)}`);
  }
  const complete = { ...architecture.defaults, ...options };
  const network = architecture.build(complete, context);
  return classifierOf(network, context, partsOf(network, architecture.depths(complete)));
}

/**
 * The taps at a model's depths, told before it is built; undefined for a user's own function.
 * @see NetworkParts
 */
export function depthsOf({ model, ...options }: ModelOptions): string[] | undefined {
  if (typeof model === "function" || !Object.hasOwn(architectures, model)) return undefined;
  const architecture = architectures[model] as unknown as Architecture<object>;
  return architecture.depths({ ...architecture.defaults, ...options });
}

const partsOf = (network: Network, depths: readonly string[]): NetworkParts => ({
  depths,
  head: network.head,
  answer: (x, pass) => network.answer(x, pass),
  rest: (tap, random) => network.rest(depths.indexOf(tap), random),
});
