import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.js";

/** A hexadecimal digest of the samples themselves, inputs and labels: the key of what is computed from them. */
export function fingerprint({ inputs, shape, labels, classes }: Dataset): string {
  const hash = createHash("sha256").update(
    JSON.stringify([inputs instanceof Uint8Array ? "bytes" : "numbers", shape, classes]),
  );
  for (const { buffer, byteOffset, byteLength } of [inputs, labels]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
