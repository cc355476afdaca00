import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.js";

const known = new WeakMap<Dataset, string>();

/** A hexadecimal digest of the samples themselves, inputs and labels: the key of what is computed from them. */
export function fingerprint(dataset: Dataset): string {
  const digest = known.get(dataset) ?? digestOf(dataset);
  known.set(dataset, digest);
  return digest;
}

function digestOf({ inputs, shape, labels, classes, text }: Dataset): string {
  const hash = createHash("sha256").update(
    JSON.stringify([inputs instanceof Uint8Array ? "bytes" : "numbers", shape, classes]),
  );
  if (text) hash.update(JSON.stringify(text.texts));
  for (const { buffer, byteOffset, byteLength } of [inputs, labels, ...(text ? [text.words, text.ends] : [])]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
