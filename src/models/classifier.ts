import { input, type Tensor } from "../graph/index.js";
import { withOwnTaps, type Module, type Pass } from "../nn/index.js";
import type { NetworkParts } from "./network-parts.js";
import { formatShape, isStatic, ShapeError, type Random, type Shape } from "../tensor/index.js";

/** What a model is built for. */
export interface ModelContext {
  /** The shape of one sample: `[channels, height, width]` or `[features]`; of a text `["length"]`, the numbers of its words. */
  readonly inputShape: Shape;
  readonly classes: number;
  /** Initial weights are drawn from it. */
  readonly random: Random;
  /** Of texts: what their words are. */
  readonly words?: WordContext | undefined;
}

/** The words that a text model knows by number. Number 0 is no word: it fills up a batch behind the end of a text. */
export interface WordContext {
  /** How many numbers there are, 0 among them. */
  readonly count: number;
  /** What the words' vectors start from, `[count, size]`; left out: drawn at random. */
  readonly vectors?: { readonly size: number; readonly data: Float32Array } | undefined;
}

/** What a classifier makes of a batch. */
export interface ModelOutput {
  /** `[batch, classes]` */
  readonly logits: Tensor;
  /** Inner tensors by name, for objectives that compare them. */
  readonly taps: Readonly<Record<string, Tensor>>;
}

/** A network from samples to logits, with its weights named and ready. */
export interface Classifier {
  /** Its parameters and buffers. */
  readonly module: Module;
  /**
   * @param x `[batch, ...inputShape]`
   * Taps belong to the result alone, so that several networks fit into one graph.
   */
  readonly forward: (x: Tensor, pass: Pass) => ModelOutput;
  /** Of a network of a known architecture; a user's own function has none. */
  readonly parts?: NetworkParts | undefined;
}

/** A classifier of a module whose result are the logits and which leaves its taps in the pass. */
export function classifierOf(
  module: Module,
  { inputShape, classes }: Pick<ModelContext, "inputShape" | "classes">,
  parts?: NetworkParts,
): Classifier {
  module.nameParameters();
  return {
    module,
    parts,
    forward(x, outer) {
      if (formatShape(x.shape.slice(1)) !== formatShape(inputShape)) {
        throw new ShapeError(
          `model: the input is ${formatShape(x.shape)}, expected ${formatShape(["batch", ...inputShape])}.`,
        );
      }
      const { pass, taps } = withOwnTaps(outer);
      const logits = module.forward(x, pass);
      if (logits.rank !== 2 || logits.shape[1] !== classes) {
        throw new ShapeError(
          `model: the logits are ${formatShape(logits.shape)}, expected ${formatShape(["batch", classes])}. ` +
            `Let the last layer have ${classes} outputs.`,
        );
      }
      return { logits, taps: Object.fromEntries(taps) };
    },
  };
}

/** A batch of inputs of a model, its size open until the run: float32, of texts int32. */
export const modelInput = ({ inputShape }: Pick<ModelContext, "inputShape">, name = "input") =>
  input(name, ["batch", ...inputShape], isStatic(inputShape) ? "float32" : "int32");
