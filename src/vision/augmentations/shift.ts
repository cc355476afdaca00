import type { ImageShape, Pixels } from "../augmentation.js";

/**
 * Moves an image down by `dy` and right by `dx` pixels; what comes in from outside is zero.
 * The shift is smaller than the image.
 * @param image `[channels, height, width]`
 * @param out of the same size
 */
export function shift(
  image: Pixels,
  out: Pixels,
  { channels, height, width }: ImageShape,
  dy: number,
  dx: number,
): void {
  const left = Math.max(0, dx);
  const right = Math.min(width, width + dx);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const row = (c * height + y) * width;
      const isInside = y - dy >= 0 && y - dy < height;
      if (!isInside) {
        out.fill(0, row, row + width);
        continue;
      }
      const from = row - dy * width - dx;
      for (let x = 0; x < left; x++) out[row + x] = 0;
      for (let x = left; x < right; x++) out[row + x] = image[from + x]!;
      for (let x = right; x < width; x++) out[row + x] = 0;
    }
  }
}
