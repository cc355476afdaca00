import type { PoolingLayer, WindowsLayer } from "../model.js";
import { StudentError } from "../student-error.js";
import { readAll } from "../weights.js";
import { rowBytes } from "./arena.js";
import { findWeight, placeMatrix, placeVector, type BuiltLayer, type Context } from "./context.js";
import { asSequence } from "./embedding.js";
import type { Form, SequenceForm, VectorForm } from "./form.js";
import type { BuiltRecurrent } from "./recurrent.js";

/** One vector of a sequence; of a text without words, zeros. */
export function pooling(
  layer: PoolingLayer,
  before: Form,
  context: Context,
  below: BuiltRecurrent | undefined,
): BuiltLayer<VectorForm> {
  if (layer.by === "last") return lastState(before, context, below);
  const sequence = asSequence(before, context);
  const { arena, kernel, text } = context;
  const { at: rows, step, features } = sequence.form;
  const width = rowBytes(features);
  const at = arena.reserve(width);
  const shares = sharesOf(layer, sequence.form, context);
  return {
    form: { kind: "vector", at, features },
    run() {
      sequence.run();
      arena.floats(at, width / 4).fill(0);
      if (text.count === 0) return;
      if (shares) {
        shares.run();
        kernel.multiply(at, 0, shares.at, 0, 1, rows, text.count, step); // sum of rows times their shares
      } else kernel.largest(at, rows, step, text.count, width);
    },
  };
}

function lastState(before: Form, context: Context, below: BuiltRecurrent | undefined): BuiltLayer<VectorForm> {
  if (before.kind !== "sequence" || !below) throw new StudentError(`Only a recurrent layer has a last state.`);
  const { arena } = context;
  const { forwards, backwards } = below.last;
  const features = before.features;
  if (backwards === undefined) return { form: { kind: "vector", at: forwards, features }, run: () => undefined };
  const half = features / 2;
  const at = arena.reserve(rowBytes(features));
  return {
    form: { kind: "vector", at, features },
    run() {
      arena.floats(at, half).set(arena.floats(forwards, half));
      arena.floats(at + 4 * half, half).set(arena.floats(backwards, half));
    },
  };
}

/** Undefined where it is not a sum that is wanted. */
function sharesOf(layer: PoolingLayer, form: SequenceForm, context: Context): Shares | undefined {
  switch (layer.by) {
    case "mean":
      return mean(context);
    case "attention":
      return attention(layer, form, context);
    case "max":
      return undefined;
    default:
      throw new StudentError(`This runtime has no pooling "${layer.by}".`);
  }
}

/** What each row counts. */
interface Shares {
  readonly at: number;
  run(): void;
}

function mean({ arena, text, maxLength }: Context): Shares {
  const at = arena.reserve(4 * maxLength);
  return { at, run: () => void arena.floats(at, text.count).fill(1 / text.count) };
}

/** softmax over t of (context . tanh(weight x_t + bias)) */
function attention(
  layer: Extract<PoolingLayer, { by: "attention" }>,
  { at: rows, step, features }: SequenceForm,
  context: Context,
): Shares {
  const { arena, kernel, text, maxLength } = context;
  const weight = findWeight(context, layer.weight, [features, features]);
  const matrix = placeMatrix(context, readAll(weight), { outs: features, ins: features });
  const bias = placeVector(context, layer.bias, features);
  const asked = readAll(findWeight(context, layer.context, [features]));
  const width = rowBytes(features);
  const hidden = arena.reserve(width * maxLength);
  const at = arena.reserve(4 * maxLength);
  return {
    at,
    run() {
      kernel.repeat(hidden, bias, width, text.count);
      kernel.multiply(hidden, width, rows, step, text.count, matrix, features, width);
      kernel.tanhAll(hidden, width * text.count);
      const scores = arena.floats(at, text.count);
      for (let t = 0; t < text.count; t++) {
        const row = arena.floats(hidden + t * width, features);
        scores[t] = row.reduce((sum, x, i) => sum + x * asked[i]!, 0);
      }
      scores.set(softmax(scores));
    },
  };
}

/** Probabilities of logits; they sum to 1. */
export function softmax(logits: Float32Array): Float32Array {
  let most = -Infinity;
  for (const x of logits) most = Math.max(most, x);
  let sum = 0;
  const powers = new Float32Array(logits.length);
  for (let i = 0; i < logits.length; i++) sum += powers[i] = Math.exp(logits[i]! - most);
  for (let i = 0; i < logits.length; i++) powers[i]! /= sum;
  return powers;
}

/** Of each window's channels with ReLU the largest over all places; behind the end a window sees zeros. */
export function windows(layer: WindowsLayer, before: Form, context: Context): BuiltLayer<VectorForm> {
  const sequence = asSequence(before, context);
  const { arena, kernel, text, maxLength } = context;
  const { step, features } = sequence.form;
  const built = layer.windows.map(({ length, weight: name, bias: biasName }) => {
    const weight = findWeight(context, name, [undefined, length * features]);
    const outs = weight.shape[0]!;
    const perRow = step / 4;
    const matrix = placeMatrix(context, readAll(weight), {
      outs,
      ins: length * features,
      rows: length * perRow,
      row: (input) => Math.floor(input / features) * perRow + (input % features),
    });
    const bias = placeVector(context, biasName, outs);
    const width = rowBytes(outs);
    return { length, outs, matrix, bias, width, inputs: length * perRow, best: arena.reserve(width) };
  });
  const longest = Math.max(...built.map(({ length }) => length));
  const widest = Math.max(...built.map(({ width }) => width));
  const channels = built.reduce((sum, { outs }) => sum + outs, 0);
  const padded = arena.reserve(step * (maxLength + longest)); // the sequence with zeros behind
  const results = arena.reserve(widest * maxLength);
  const at = arena.reserve(rowBytes(channels));
  return {
    form: { kind: "vector", at, features: channels },
    run() {
      sequence.run();
      const { count } = text;
      const perRow = step / 4;
      const x = arena.floats(padded, (count + longest) * perRow);
      x.set(arena.floats(sequence.form.at, count * perRow));
      x.fill(0, count * perRow);
      let from = 0;
      for (const { outs, matrix, bias, width, inputs, best } of built) {
        const to = arena.floats(at + 4 * from, outs);
        from += outs;
        if (count === 0) {
          to.fill(0);
          continue;
        }
        kernel.repeat(results, bias, width, count);
        kernel.multiply(results, width, padded, step, count, matrix, inputs, width);
        kernel.largest(best, results, width, count, width);
        kernel.relu(best, width); // the largest of what ReLU leaves is what ReLU leaves of the largest
        to.set(arena.floats(best, outs));
      }
    },
  };
}
