import type { ActivationLayer, LinearLayer } from "../model.js";
import { readAll } from "../weights.js";
import { rowBytes } from "./arena.js";
import { findWeight, placeMatrix, placeVector, zeros, type BuiltLayer, type Context } from "./context.js";
import { firstPixel, lineBytes, type Form, type VectorForm } from "./form.js";
import { StudentError } from "../student-error.js";

/** y = W x + b. An image is read channel after channel, as training flattens it. */
export function linear(layer: LinearLayer, before: Form, context: Context): BuiltLayer<VectorForm> {
  if (before.kind !== "vector" && before.kind !== "image") {
    throw new StudentError("A linear layer reads one vector: a layer that pools the words' must stand before it.");
  }
  const ins = before.kind === "vector" ? before.features : before.channels * before.height * before.width;
  const weight = findWeight(context, layer.weight, [undefined, ins]);
  const outs = weight.shape[0]!;
  const { arena, kernel } = context;
  const bias = layer.bias === undefined ? zeros(context, outs) : placeVector(context, layer.bias, outs);
  const width = rowBytes(outs);
  const at = arena.reserve(width);
  const form = { kind: "vector", at, features: outs } as const;
  if (before.kind === "vector") {
    const matrix = placeMatrix(context, readAll(weight), { outs, ins });
    return {
      form,
      run() {
        kernel.repeat(at, bias, width, 1);
        kernel.multiply(at, 0, before.at, 0, 1, matrix, ins, width);
      },
    };
  }
  // A line of pixels is read as it lies: its zeros between channels meet rows of zeros.
  const { height, width: pixels, channels } = before;
  const perPixel = before.pixel / 4;
  const perLine = pixels * perPixel;
  const matrix = placeMatrix(context, readAll(weight), {
    outs,
    ins,
    rows: height * perLine,
    row: (input) => {
      const [channel, place] = [Math.floor(input / (height * pixels)), input % (height * pixels)];
      return place * perPixel + channel;
    },
  });
  if (channels > perPixel) throw new StudentError("An image's channels do not fit its pixels.");
  return {
    form,
    run() {
      kernel.repeat(at, bias, width, 1);
      for (let line = 0; line < height; line++) {
        const x = firstPixel(before) + line * lineBytes(before);
        kernel.multiply(at, 0, x, 0, 1, matrix + line * perLine * width, perLine, width);
      }
    },
  };
}

/** Changes each number where it lies. */
export function activation({ name }: ActivationLayer, before: Form, context: Context): BuiltLayer<Form> {
  const { arena, kernel } = context;
  if (before.kind === "words") throw new StudentError(`There is nothing yet that ${name} could be taken of.`);
  const apply = functions[name] as ((x: number) => number) | "relu" | "tanhAll" | "sigmoidAll" | "siluAll" | undefined;
  if (apply === undefined) throw new StudentError(`This runtime has no activation "${name as string}".`);
  const change = (at: number, numbers: number): void => {
    if (typeof apply === "string") return kernel[apply](at, rowBytes(numbers));
    const values = arena.floats(at, numbers);
    for (let i = 0; i < numbers; i++) values[i] = apply(values[i]!);
  };
  return {
    form: before,
    run() {
      if (before.kind === "vector") change(before.at, before.features);
      else if (before.kind === "sequence") {
        for (let i = 0; i < context.text.count; i++) change(before.at + i * before.step, before.features);
      } else {
        for (let line = 0; line < before.height; line++)
          change(firstPixel(before) + line * lineBytes(before), (before.width * before.pixel) / 4);
      }
    },
  };
}

const functions: Readonly<Record<ActivationLayer["name"], ((x: number) => number) | string>> = {
  relu: "relu",
  tanh: "tanhAll",
  sigmoid: "sigmoidAll",
  silu: "siluAll",
  leakyRelu: (x) => (x >= 0 ? x : 0.01 * x),
  gelu: (x) => 0.5 * x * (1 + errorFunction(x / Math.SQRT2)),
  geluTanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};

/** erf(x) to 1.5e-7: Abramowitz and Stegun 1964, formula 7.1.26. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}
