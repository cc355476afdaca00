import { deflateSync } from "node:zlib";
import { ShapeError } from "../tensor/errors.js";

/** Size of a picture; channels: 1 grey, 3 red, green, blue. */
export interface PictureShape {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/**
 * A picture as a PNG in a data URI, ready for `<img src>`. A picture larger than `maxSide` is first reduced by a whole
 * factor, each new pixel the mean of a block, so that a page of many stays small.
 * @param pixels  `[height, width, channels]`, 0 … 255
 * @param shape   its size
 * @param maxSide longest side in pixels; default 128
 * @throws ShapeError if `pixels` does not hold height × width × channels bytes
 */
export function pngDataUri(pixels: Uint8Array, shape: PictureShape, maxSide: number = 128): string {
  const { width, height, channels } = shape;
  if (pixels.length !== width * height * channels || pixels.length === 0) {
    throw new ShapeError(`pngDataUri: ${pixels.length} bytes are not a picture of ${height} × ${width} × ${channels}.`);
  }
  const factor = Math.ceil(Math.max(width, height) / maxSide);
  const png = factor <= 1 ? encodePng(pixels, shape) : encodePng(...reduce(pixels, shape, factor));
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}

/** Means over blocks of factor × factor pixels; blocks at the right and lower edges may be smaller. */
function reduce(pixels: Uint8Array, shape: PictureShape, factor: number): [Uint8Array, PictureShape] {
  const { width, height, channels } = shape;
  const to = { width: Math.ceil(width / factor), height: Math.ceil(height / factor), channels };
  const reduced = new Uint8Array(to.width * to.height * channels);
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      for (let c = 0; c < channels; c++) {
        let total = 0;
        let n = 0;
        for (let v = y * factor; v < Math.min(height, (y + 1) * factor); v++) {
          for (let u = x * factor; u < Math.min(width, (x + 1) * factor); u++, n++) {
            total += pixels[(v * width + u) * channels + c]!;
          }
        }
        reduced[(y * to.width + x) * channels + c] = Math.round(total / n);
      }
    }
  }
  return [reduced, to];
}

/** Eight bits a channel, no filter, no interlacing. Source: PNG specification (W3C, third edition), section 11. */
function encodePng(pixels: Uint8Array, { width, height, channels }: PictureShape): Uint8Array {
  const stride = width * channels;
  const lines = new Uint8Array(height * (stride + 1)); // each line starts with its filter: 0, none
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits a channel
  header[9] = channels === 1 ? 0 : 2; // colour type: grey or RGB
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(lines, { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** CRC-32 of ISO 3309; Node 20 does not offer zlib's. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
