import { readFile } from "node:fs/promises";
import { fileError } from "../data/write-atomic.js";
import { formatShape, isStatic, OptionError } from "../tensor/index.js";
import { decodeImage, imageToInput, prepareInputs, type Preparation } from "../vision/index.js";
import { isOfTexts } from "./input-preparation.js";
import type { OpenModel } from "./open-model.js";

/** An image file as a model sees it. */
export interface ImageInputs {
  /** Prepared, `[...shape]`. */
  readonly inputs: Float32Array;
  /** `[channels, height, width]`. */
  readonly shape: readonly number[];
  /** Why the answer may be worth little. */
  readonly hint?: string;
}

/**
 * Reads an image file, resizes it to what the model takes, and prepares it as the model's training data was; for a
 * foreign model bytes become 0…1. Nothing guesses whether dark and bright must be swapped: `invert` does that.
 * @throws FileError, FormatError if it cannot be read as an image
 * @throws OptionError, ShapeError if the model does not take images
 */
export async function readImageInputs(file: string, model: OpenModel, invert: boolean): Promise<ImageInputs> {
  const preparation = model.preparation ?? plainPreparation(model);
  if (isOfTexts(preparation)) throw new OptionError(`--file ${file}: ${model.path} reads texts. Give one by --text.`);
  const { shape } = preparation;
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(error, file, "read");
  });
  const pixels = await imageToInput(await decodeImage(bytes, file), shape);
  const seen = invert ? pixels.map((value) => 255 - value) : pixels;
  const hint = brightnessHint(file, seen, preparation, invert);
  return { inputs: prepareInputs(preparation, seen), shape, ...(hint !== undefined && { hint }) };
}

/** Of a foreign model: bytes to 0…1, in the shape that it states. */
function plainPreparation({ path, classifier: { inputShape } }: OpenModel): Preparation {
  const shape = inputShape.length === 2 ? [1, ...inputShape] : inputShape;
  if (shape.length !== 3 || !isStatic(shape)) {
    throw new OptionError(
      `${path} takes samples of ${formatShape(inputShape)} and does not say how an image becomes one; expected ` +
        `[channels, height, width]. Name a data set by --data and a sample of it by --index.`,
    );
  }
  const channels = shape[0]!;
  return { shape, divisor: 255, mean: Array<number>(channels).fill(0), deviation: Array<number>(channels).fill(1) };
}

/** Far from the mean of the training data, and nearer to it once inverted. */
function brightnessHint(
  file: string,
  pixels: Uint8Array,
  { mean, divisor }: Preparation,
  invert: boolean,
): string | undefined {
  const usual = mean.reduce((sum, value) => sum + value, 0) / mean.length;
  if (usual <= 0 || usual >= 1 || divisor !== 255) return undefined; // the mean is not known
  const own = pixels.reduce((sum, value) => sum + value, 0) / (255 * pixels.length);
  const [apart, apartInverted] = [Math.abs(own - usual), Math.abs(1 - own - usual)];
  if (apart < 0.4 || apartInverted >= apart) return undefined;
  return (
    `${file} is mostly ${own > usual ? "bright" : "dark"}, what the model learnt from mostly ` +
    `${own > usual ? "dark" : "bright"}. ${invert ? "Leave --invert out" : "Add --invert"} if dark and bright are swapped.`
  );
}
