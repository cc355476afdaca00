import type { ConvolutionLayer, ImageInput } from "../model.js";
import { StudentError } from "../student-error.js";
import { readAll } from "../weights.js";
import { rowBytes, type Arena } from "./arena.js";
import { findWeight, placeMatrix, placeVector, type BuiltLayer, type Context } from "./context.js";
import { firstPixel, lineBytes, type Form, type ImageForm } from "./form.js";

/** Room for an image, with zeros around it. */
export function reserveImage(arena: Arena, channels: number, height: number, width: number): ImageForm {
  const pixel = rowBytes(channels);
  return { kind: "image", at: arena.reserve(pixel * (width + 2) * (height + 2)), pixel, channels, height, width };
}

/** Writes pixels, `[channels, height, width]`, 0 to 255, each channel moved to its mean and deviation. */
export function writeImage(
  arena: Arena,
  form: ImageForm,
  pixels: ArrayLike<number>,
  { mean, deviation }: ImageInput,
): void {
  const { channels, height, width, pixel } = form;
  for (let y = 0; y < height; y++) {
    const line = arena.floats(firstPixel(form) + y * lineBytes(form), (width * pixel) / 4);
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const value = pixels[(c * height + y) * width + x]! / 255;
        line[(x * pixel) / 4 + c] = (value - mean[c]!) / deviation[c]!;
      }
    }
  }
}

/** 3 by 3 with one pixel of zeros around: each of the three lines under a pixel is one product. */
export function convolution(layer: ConvolutionLayer, before: Form, context: Context): BuiltLayer<ImageForm> {
  if (before.kind !== "image") throw new StudentError("A convolution reads an image, and there is none.");
  const { arena, kernel } = context;
  const { channels, height, width, pixel } = before;
  const weight = findWeight(context, layer.weight, [undefined, channels, 3, 3]);
  const outs = weight.shape[0]!;
  const bias = placeVector(context, layer.bias, outs);
  const perPixel = pixel / 4;
  const values = readAll(weight);
  const lines = [0, 1, 2].map((y) => {
    const line = new Float32Array(outs * 3 * channels); // [out, 3 * channels]: pixel after pixel
    for (let o = 0; o < outs; o++)
      for (let c = 0; c < channels; c++)
        for (let x = 0; x < 3; x++) line[(o * 3 + x) * channels + c] = values[((o * channels + c) * 3 + y) * 3 + x]!;
    return placeMatrix(context, line, {
      outs,
      ins: 3 * channels,
      rows: 3 * perPixel,
      row: (input) => Math.floor(input / channels) * perPixel + (input % channels),
    });
  });
  const form = reserveImage(arena, outs, height, width);
  return {
    form,
    run() {
      for (let y = 0; y < height; y++) {
        const out = firstPixel(form) + y * lineBytes(form);
        kernel.repeat(out, bias, form.pixel, width);
        lines.forEach((matrix, dy) => {
          const x = before.at + (y + dy) * lineBytes(before);
          kernel.multiply(out, form.pixel, x, pixel, width, matrix, 3 * perPixel, form.pixel);
        });
      }
    },
  };
}

/** The largest of each 2 by 2 pixels; an odd line or column at the end is left out. */
export function halving(before: Form, { arena, kernel }: Context): BuiltLayer<ImageForm> {
  if (before.kind !== "image") throw new StudentError("Only an image can be halved, and there is none.");
  const [height, width] = [Math.floor(before.height / 2), Math.floor(before.width / 2)];
  const form = reserveImage(arena, before.channels, height, width);
  return {
    form,
    run: () =>
      kernel.halve(
        firstPixel(form),
        lineBytes(form),
        firstPixel(before),
        lineBytes(before),
        height,
        width,
        before.pixel,
      ),
  };
}
