import { crc32 } from "./crc32.js";
import {
  formatVersion,
  headerLength,
  magic,
  type Manifest,
  type StudentContent,
  type WeightEntry,
} from "./student-file.js";

/** Packs a student: see student-file.ts for the format. The same content gives the same bytes. */
export function writeStudentFile({ model, vocabulary, weights }: StudentContent): Uint8Array<ArrayBuffer> {
  const pieces: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let end = 0;
  const add = (data: ArrayBufferView): number => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const at = end;
    pieces.push({ at, bytes });
    end += 16 * Math.ceil(bytes.length / 16);
    return at;
  };
  const entries = Array.from(weights, ([name, { type, shape, data, scales }]): WeightEntry => {
    const at = add(data);
    return { name, type, shape, at, ...(scales && { scalesAt: add(scales) }) };
  });
  const words = new TextEncoder().encode(vocabulary.join("\n"));
  const manifest: Manifest = {
    format: formatVersion,
    ...model,
    weights: entries,
    ...(model.input.kind === "text" && {
      vocabulary: { at: add(words), bytes: words.length, words: vocabulary.length },
    }),
  };
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  const manifestLength = 16 * Math.ceil(json.length / 16);
  const file = new Uint8Array(headerLength + manifestLength + end);
  file.set(new TextEncoder().encode(magic));
  file.fill(0x20, headerLength, headerLength + manifestLength).set(json, headerLength);
  for (const { at, bytes } of pieces) file.set(bytes, headerLength + manifestLength + at);
  const view = new DataView(file.buffer);
  view.setUint32(8, manifestLength, true);
  view.setUint32(12, crc32(file.subarray(headerLength)), true);
  return file;
}
