import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSafetensorsFile, writeSafetensorsFile } from "../../src/data/index.js";
import { decodeSafetensors, encodeSafetensors, FileError, FormatError, ndarray } from "../../src/tensor/index.js";
import { folderOf } from "./scratch.js";

const content = {
  arrays: new Map([
    ["weight", ndarray("float32", [2, 3], Float32Array.of(1, -2, 3.5, 0, 1e-8, 6))],
    ["empty", ndarray("int32", [0], new Int32Array(0))],
    ["bytes", ndarray("uint8", [3], Uint8Array.of(1, 2, 3))],
  ]),
  metadata: { facts: '{"size":3}' },
};

test("a file is what encodeSafetensors gives, and is read as it was written", async () => {
  const path = join(await folderOf({}), "deep/file.safetensors");
  await writeSafetensorsFile(path, content);
  const bytes = await readFile(path);
  expect(Buffer.compare(bytes, encodeSafetensors(content))).toBe(0);
  expect(await readSafetensorsFile(path)).toEqual(content);
  expect(decodeSafetensors(bytes, path)).toEqual(content);
});

test("cut anywhere, it is refused", async () => {
  const bytes = encodeSafetensors(content);
  for (let length = 0; length < bytes.length; length += 7) {
    const path = join(await folderOf({ cut: bytes.subarray(0, length) }), "cut");
    await expect(readSafetensorsFile(path), `${length} bytes`).rejects.toThrow(FormatError);
  }
});

test("a header that promises more than there is, is refused before memory is taken", async () => {
  const text = JSON.stringify({ x: { dtype: "F32", shape: [1e12], data_offsets: [0, 4e12] } });
  const header = Buffer.alloc(8 + text.length);
  header.writeBigUInt64LE(BigInt(text.length));
  header.write(text, 8);
  const folder = await folderOf({ lies: header, long: Buffer.alloc(16, 0xff) });
  await expect(readSafetensorsFile(join(folder, "lies"))).rejects.toThrow(/x of shape \[1000000000000\] needs/);
  await expect(readSafetensorsFile(join(folder, "long"))).rejects.toThrow(/it ends within its header/);
  await expect(readSafetensorsFile(join(folder, "nowhere"))).rejects.toThrow(FileError);
});
