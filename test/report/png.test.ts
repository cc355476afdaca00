import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { pngDataUri } from "../../src/report/index.js";
import { ShapeError } from "../../src/tensor/errors.js";

/** Width, height, colour type and lines of a PNG made of one header and one data chunk. */
function decode(uri: string): { width: number; height: number; colour: number; lines: number[]; end: string } {
  const png = Buffer.from(uri.slice("data:image/png;base64,".length), "base64");
  const length = png.readUInt32BE(33);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.subarray(37, 41).toString()).toBe("IDAT");
  const lines = [...inflateSync(png.subarray(41, 41 + length))];
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    colour: png[25]!,
    lines,
    end: png.subarray(-8).toString("hex"),
  };
}

test("grey and RGB pixels come back, each line after its filter byte", () => {
  expect(decode(pngDataUri(Uint8Array.of(1, 2, 3, 4, 5, 6), { width: 3, height: 2, channels: 1 }))).toEqual({
    width: 3,
    height: 2,
    colour: 0,
    lines: [0, 1, 2, 3, 0, 4, 5, 6],
    end: Buffer.from("IEND").toString("hex") + "ae426082", // the CRC that the PNG specification gives for IEND
  });
  const rgb = decode(pngDataUri(Uint8Array.of(9, 8, 7, 6, 5, 4), { width: 1, height: 2, channels: 3 }));
  expect(rgb).toMatchObject({ colour: 2, lines: [0, 9, 8, 7, 0, 6, 5, 4] });
});

test("a large picture is reduced to means of blocks, also at ragged edges", () => {
  const pixels = Uint8Array.of(0, 10, 100, 20, 30, 200, 50, 70, 9);
  const { width, height, lines } = decode(pngDataUri(pixels, { width: 3, height: 3, channels: 1 }, 2));
  expect({ width, height, lines }).toEqual({ width: 2, height: 2, lines: [0, 15, 150, 0, 60, 9] });
});

test("bytes that are no such picture are refused", () => {
  expect(() => pngDataUri(new Uint8Array(5), { width: 2, height: 3, channels: 1 })).toThrow(ShapeError);
  expect(() => pngDataUri(new Uint8Array(0), { width: 0, height: 3, channels: 1 })).toThrow(/0 bytes/);
});
