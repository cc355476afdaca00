import { gzipSync } from "node:zlib";
import type { DataFormat, DataSource, ReadSpec } from "../../src/data/index.js";
import { sharp } from "./sharp.js";

/** An IDX file: the element type, the shape, the bytes of the elements. */
export function idxFile(type: number, shape: readonly number[], body: Iterable<number>): Uint8Array {
  const sizes = shape.flatMap((dim) => [dim >>> 24, (dim >>> 16) & 255, (dim >>> 8) & 255, dim & 255]);
  return Uint8Array.from([0, 0, type, shape.length, ...sizes, ...body]);
}

/** Bytes that differ from one another as far as they can. */
export const ramp = (length: number): number[] => Array.from({ length }, (_, i) => (i * 37) % 251);

/** A CIFAR record: its labels, then 3072 bytes. */
export const cifarRecord = (labels: readonly number[], pixel: number): Uint8Array =>
  Uint8Array.from([...labels, ...new Uint8Array(3072).fill(pixel)]);

/** A gray PNG of 4×3 pixels. */
export const png = (brightness: number): Promise<Uint8Array> =>
  sharp!({ create: { width: 4, height: 3, channels: 3, background: { r: brightness, g: brightness, b: 255 } } })
    .png()
    .toBuffer();

/** A small valid data set of each format: what the contract of the readers breaks on purpose. */
export interface Sample {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly source: DataSource;
  readonly spec?: ReadSpec;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const images = idxFile(8, [4, 3, 2], ramp(24));
const labels = idxFile(8, [4], [0, 1, 1, 0]);

export const samples: Readonly<Record<DataFormat, readonly (() => Promise<Sample>)[]>> = {
  idx: [
    () => Promise.resolve({ files: { images, labels }, source: { images: "images", labels: "labels" } }),
    () =>
      Promise.resolve({
        files: { images: gzipSync(images), labels: gzipSync(labels) },
        source: { images: "images", labels: "labels" },
      }),
    () =>
      Promise.resolve({
        files: {
          images: idxFile(0x0d, [2, 3], [...new Uint8Array(new Float32Array(6).fill(1.5).buffer).reverse()]),
          labels: idxFile(0x0c, [2], [0, 0, 0, 0, 0, 0, 0, 1]),
        },
        source: { images: "images", labels: "labels" },
      }),
  ],
  cifar: [
    () => Promise.resolve({ files: { "a.bin": cifarRecord([3], 7) }, source: "a.bin" }),
    () => Promise.resolve({ files: { "a.bin": cifarRecord([3, 77], 7) }, source: "a.bin" }),
  ],
  images: [async () => ({ files: { "set/cat/1.png": await png(10), "set/dog/2.png": await png(200) }, source: "set" })],
  csv: [
    () =>
      Promise.resolve({
        files: { "a.csv": utf8('review,label\n"good, and ""fun""",a\n\ud83d\ude00,b\n') },
        source: "a.csv",
        spec: { text: "review" },
      }),
    () => Promise.resolve({ files: { "a.csv": utf8('x,"y ""z""",label\n1,2.5,a\n-3e2,4,b\n') }, source: "a.csv" }),
    () => Promise.resolve({ files: { "a.csv": utf8("x;label\r\n1;a\r\n2;b\r\n") }, source: "a.csv" }),
  ],
  json: [
    () =>
      Promise.resolve({
        files: { "a.json": utf8('[{"x": 1, "y": [2, 3], "label": "é"}, {"y": [4, 5.5], "x": -1, "label": "b"}]') },
        source: "a.json",
      }),
    () =>
      Promise.resolve({
        files: { "a.json": utf8('[{"text": "good", "label": 1}, {"text": "", "label": 0}, {"text": "odd"}]') },
        source: "a.json",
        spec: { text: "text", classes: ["no", "yes"] },
      }),
  ],
  jsonl: [
    () =>
      Promise.resolve({
        files: { "a.jsonl": utf8('{"says": "a film", "label": "é"}\n{"says": "two", "label": "b"}\n') },
        source: "a.jsonl",
        spec: { text: "says" },
      }),
    () =>
      Promise.resolve({
        files: { "a.jsonl": utf8('{"x": 1, "y": [2, 3], "label": "é"}\n\n{"y": [4, 5.5], "x": -1, "label": "b"}\n') },
        source: "a.jsonl",
      }),
  ],
};
