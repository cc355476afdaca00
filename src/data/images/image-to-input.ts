import { formatShape, ShapeError } from "../../tensor/index.js";
import { plainBytes } from "../data-file.js";
import { loadSharp, type DecodedImage } from "./decode-image.js";

/**
 * A decoded image as one sample: resized, with the channels that the shape asks for, one channel after another.
 * Brightness is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as PIL and torchvision compute it).
 * @param shape `[channels, height, width]`, channels 1 or 3
 * @returns `[channels, height, width]`, 0…255
 * @throws ShapeError if the shape is not that of an image
 */
export async function imageToInput(image: DecodedImage, shape: readonly number[]): Promise<Uint8Array> {
  const [channels = 0, height = 0, width = 0] = shape;
  if (shape.length !== 3 || (channels !== 1 && channels !== 3) || height < 1 || width < 1) {
    throw new ShapeError(
      `imageToInput: the model's input is ${formatShape(shape)}; an image becomes [1, height, width] or ` +
        `[3, height, width]. Give this model its own kind of input.`,
    );
  }
  const { pixels, channels: given } = await resizeImage(image, height, width);
  const planar = new Uint8Array(channels * height * width);
  const area = height * width;
  for (let i = 0; i < area; i++) {
    const at = i * given;
    if (channels === 1)
      planar[i] = given === 1 ? pixels[at]! : brightness(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    else for (let c = 0; c < 3; c++) planar[c * area + i] = pixels[given === 1 ? at : at + c]!;
  }
  return planar;
}

const brightness = (red: number, green: number, blue: number): number =>
  Math.round(0.299 * red + 0.587 * green + 0.114 * blue);

/** The image stretched or shrunk to a size. */
export async function resizeImage(image: DecodedImage, height: number, width: number): Promise<DecodedImage> {
  if (image.height === height && image.width === width) return image;
  const sharp = await loadSharp();
  const channels = image.channels === 1 ? 1 : 3;
  const pixels = await sharp(image.pixels, { raw: { width: image.width, height: image.height, channels } })
    .resize(width, height, { fit: "fill" })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer();
  return { pixels: plainBytes(pixels), height, width, channels };
}
