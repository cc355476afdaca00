import { readFile } from "node:fs/promises";
import { fileError } from "../../data/write-atomic.js";
import { decodeSafetensors, formatShape, sizeOf } from "../../tensor/index.js";
import type { Facts } from "./facts.js";

/** What a safetensors file holds: its arrays in order, and its texts. */
export async function inspectSafetensors(path: string): Promise<Facts> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  const { arrays, metadata } = decodeSafetensors(bytes, path);
  const rows = [...arrays].map(([name, { dtype, shape }]) => ({ name, dtype, shape: formatShape(shape) }));
  const texts = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  return {
    kind: "safetensors",
    path,
    facts: {
      bytes: bytes.length,
      arrays: arrays.size,
      numbers: [...arrays.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    },
    tables: [{ title: "Arrays", rows }, ...(texts.length > 0 ? [{ title: "Metadata", rows: texts }] : [])],
  };
}
