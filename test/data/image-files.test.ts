import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeImage, imageToInput } from "../../src/vision/index.js";
import { FormatError, ShapeError } from "../../src/tensor/index.js";
import { describeImages, needsSharp } from "./sharp.js";

interface ImageCase {
  readonly name: string;
  readonly file: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: readonly number[];
  readonly brightness: readonly number[];
  readonly tolerance: number;
}
const cases = JSON.parse(
  readFileSync(new URL("../reference/vision/images.json", import.meta.url), "utf8"),
) as readonly ImageCase[];

const largestDifference = (got: ArrayLike<number>, expected: readonly number[]): number =>
  Math.max(...expected.map((value, i) => Math.abs(got[i]! - value)));

describeImages(`image files ${needsSharp}`, () => {
  describe.each(cases)("$name", ({ file, height, width, channels, pixels, brightness, tolerance }) => {
    const bytes = Buffer.from(file, "base64");

    test("decodes to the pixels that PIL sees", async () => {
      const image = await decodeImage(bytes);
      expect(image).toMatchObject({ height, width, channels });
      expect(image.pixels.length).toBe(pixels.length);
      expect(largestDifference(image.pixels, pixels)).toBeLessThanOrEqual(tolerance);
    });

    test("becomes brightness as PIL computes it, and three planes of colour", async () => {
      const image = await decodeImage(bytes);
      const gray = await imageToInput(image, [1, height, width]);
      expect(largestDifference(gray, brightness)).toBeLessThanOrEqual(tolerance + 1);
      const planes = await imageToInput(image, [3, height, width]);
      const interleaved = Array.from(
        { length: height * width * 3 },
        (_, i) => planes[(i % 3) * height * width + Math.floor(i / 3)]!,
      );
      const expected = channels === 3 ? pixels : pixels.flatMap((value) => [value, value, value]);
      expect(largestDifference(interleaved, expected)).toBeLessThanOrEqual(tolerance);
    });

    test("truncated anywhere, it is refused or whole", async () => {
      const whole = await decodeImage(bytes);
      for (let length = 0; length < bytes.length; length += 7) {
        const result = await decodeImage(bytes.subarray(0, length)).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(FormatError);
        else expect(result).toEqual(whole); // only what follows the pixels was cut off
      }
    });
  });

  test("an image of one colour keeps it at every size", async () => {
    const image = { pixels: new Uint8Array(4 * 6 * 3).fill(77), height: 4, width: 6, channels: 3 };
    for (const shape of [
      [1, 28, 28],
      [3, 2, 2],
    ]) {
      const input = await imageToInput(image, shape);
      expect([...new Set(input)]).toEqual([77]);
      expect(input.length).toBe(shape[0]! * shape[1]! * shape[2]!);
    }
  });

  test("halving a picture of 2×2 blocks gives the blocks", async () => {
    const blocks = Array.from({ length: 64 }, (_, i) =>
      (Math.floor(i / 16) + Math.floor((i % 8) / 2)) % 2 === 0 ? 60 : 180,
    );
    const image = { pixels: Uint8Array.from(blocks), height: 8, width: 8, channels: 1 };
    const small = await imageToInput(image, [1, 4, 4]);
    const expected = Array.from({ length: 16 }, (_, i) => ((Math.floor(i / 4) + (i % 4)) % 2 === 0 ? 60 : 180));
    expect(largestDifference(small, expected)).toBeLessThanOrEqual(30); // a smoothing kernel; never the other block
  });

  test("a model without image input, and bytes that are no image, are refused", async () => {
    const image = { pixels: new Uint8Array(3), height: 1, width: 1, channels: 3 };
    await expect(imageToInput(image, [784])).rejects.toThrow(ShapeError);
    await expect(decodeImage(Buffer.from("not an image"), "note.png")).rejects.toThrow(
      /note\.png: cannot be read as an image/,
    );
  });
});
