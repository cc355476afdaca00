import { createKernel } from "../kernel/kernel.js";
import { firstWord, type Layer, type StudentModel } from "../model.js";
import { StudentError } from "../student-error.js";
import type { StudentContent } from "../student-file.js";
import { Arena, rowBytes } from "./arena.js";
import type { BuiltLayer, Context } from "./context.js";
import { embedding } from "./embedding.js";
import type { Form, ImageForm, VectorForm } from "./form.js";
import { convolution, halving, reserveImage, writeImage } from "./image.js";
import { activation, linear } from "./linear.js";
import { pooling, windows } from "./pooling.js";
import { recurrent, type BuiltRecurrent } from "./recurrent.js";

/** A network in memory, ready to answer. Each answer is a copy of its logits. */
export interface Network {
  /** Of a text: its words' places in the vocabulary. */
  readonly words: ((ids: Int32Array) => Float32Array) | undefined;
  /** Of an image: pixels 0 to 255, `[channels, height, width]`. */
  readonly pixels: ((pixels: ArrayLike<number>) => Float32Array) | undefined;
  /** Of numbers in the order of the model's features. */
  readonly numbers: ((values: ArrayLike<number>) => Float32Array) | undefined;
  /** Whether a text can be read piece by piece: every layer reads forwards, and only the last states count. */
  readonly streams: boolean;
  /** Forgets the text that was read so far. */
  reset(): void;
  /** Reads on, behind what was read since `reset`. */
  readOn(ids: Int32Array): Float32Array;
}

/** @throws StudentError if layers and weights do not fit together */
export async function buildNetwork({ model, vocabulary, weights }: StudentContent): Promise<Network> {
  const arena = new Arena();
  const kernel = await createKernel(arena.memory);
  const maxLength = model.input.kind === "text" ? checkedLength(model.input.maxLength) : 0;
  const text: Context["text"] = { ids: [], count: 0 };
  const context: Context = { arena, kernel, weights, maxLength, text };
  const begin = firstForm(model, context);
  const layers: BuiltLayer<Form>[] = [];
  const recurrentLayers: BuiltRecurrent[] = [];
  let form: Form | undefined = begin;
  for (const layer of model.layers) {
    const built: BuiltLayer<Form> = buildLayer(layer, form, {
      context,
      words: vocabulary.length + firstWord,
      recurrentLayers,
    });
    layers.push(built);
    form = built.form;
  }
  const classes = model.labels.length;
  if (form?.kind !== "vector" || form.features !== classes) {
    throw new StudentError(`The student's layers do not end in ${classes} numbers, one for each label.`);
  }
  const { at } = form;
  const run = (): Float32Array => {
    for (const layer of layers) layer.run();
    return arena.floats(at, classes).slice();
  };
  const reset = (): void => recurrentLayers.forEach((layer) => layer.reset());
  const readOn = (ids: Int32Array): Float32Array => {
    text.ids = ids;
    text.count = ids.length;
    return run();
  };
  const { input } = model;
  return {
    words: input.kind !== "text" ? undefined : (ids) => (reset(), readOn(ids)),
    pixels:
      input.kind !== "image" ? undefined : (pixels) => (writeImage(arena, begin as ImageForm, pixels, input), run()),
    numbers:
      input.kind !== "numbers"
        ? undefined
        : (values) => {
            const x = arena.floats((begin as VectorForm).at, input.features.length);
            x.forEach((_, i) => (x[i] = (values[i]! - input.mean[i]!) / input.deviation[i]!));
            return run();
          },
    streams: canStream(model.layers),
    reset,
    readOn,
  };
}

function checkedLength(maxLength: unknown): number {
  if (Number.isInteger(maxLength) && (maxLength as number) >= 1 && (maxLength as number) <= 1 << 20)
    return maxLength as number;
  throw new StudentError(
    `The student's maxLength is ${String(maxLength)}, expected a whole number from 1 to ${1 << 20}.`,
  );
}

function firstForm({ input }: StudentModel, { arena }: Context): Form | undefined {
  switch (input.kind) {
    case "text":
      return undefined;
    case "image": {
      const [channels, height, width] = input.shape;
      const isSound = [channels, height, width].every((n) => Number.isInteger(n) && n >= 1 && n <= 1 << 14);
      if (!isSound || input.mean.length !== channels || input.deviation.length !== channels)
        throw new StudentError("The student's image has no sound shape, mean and deviation.");
      return reserveImage(arena, channels, height, width);
    }
    case "numbers": {
      const features = input.features.length;
      if (input.mean.length !== features || input.deviation.length !== features)
        throw new StudentError("The student's features do not each have a mean and a deviation.");
      return { kind: "vector", at: arena.reserve(rowBytes(features)), features };
    }
    default:
      throw new StudentError(`This runtime has no input "${String((input as { kind: unknown }).kind)}".`);
  }
}

interface BuildContext {
  readonly context: Context;
  readonly words: number;
  /** Those built so far. */
  readonly recurrentLayers: BuiltRecurrent[];
}

function buildLayer(
  layer: Layer,
  before: Form | undefined,
  { context, words, recurrentLayers }: BuildContext,
): BuiltLayer<Form> {
  if (layer.kind === "embedding") {
    if (before) throw new StudentError("A table of words stands behind another layer.");
    return embedding(layer, words, context);
  }
  if (!before) throw new StudentError("A text student does not begin with a table of words.");
  switch (layer.kind) {
    case "recurrent": {
      const built = recurrent(layer, before, context);
      recurrentLayers.push(built);
      return built;
    }
    case "pool":
      return pooling(layer, before, context, recurrentLayers.at(-1));
    case "windows":
      return windows(layer, before, context);
    case "linear":
      return linear(layer, before, context);
    case "activation":
      return activation(layer, before, context);
    case "convolution":
      return convolution(layer, before, context);
    case "halve":
      return halving(before, context);
    default:
      throw new StudentError(
        `This runtime has no layer "${String((layer as { kind: unknown }).kind)}". Update limbeck-student.`,
      );
  }
}

const canStream = (layers: readonly Layer[]): boolean =>
  layers.some(({ kind }) => kind === "recurrent") &&
  layers.every((layer) =>
    layer.kind === "recurrent"
      ? layer.directions.length === 1
      : layer.kind === "pool"
        ? layer.by === "last"
        : layer.kind !== "windows",
  );
