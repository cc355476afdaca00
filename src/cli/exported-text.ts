import type { Exported } from "../run/export.js";
import { formatShape } from "../tensor/shape.js";
import type { Paint } from "./output.js";
import { formatShare } from "./progress/format.js";
import { table } from "./table.js";

/** Where a model was written, and what became of its size, its accuracy and its weights. */
export function exportedText({ path, bytes, bytesBefore, quantized, accuracy }: Exported, paint: Paint): string {
  const from = bytes === bytesBefore ? "" : `, ${formatShare(bytes / bytesBefore)} of ${bytesBefore}`;
  const lines = [`${paint("bold", path)}: ${bytes} bytes${from}`];
  if (accuracy !== undefined) {
    const { before, after, samples } = accuracy;
    lines.push(`Accuracy on ${samples} samples: ${formatShare(after)}, before ${formatShare(before)}`);
  }
  if (quantized.length > 0) {
    const rows = quantized.map(({ name, shape, maxError }) => [name, formatShape(shape), maxError]);
    lines.push("", table(["int8 weight", "shape", "largest change"], rows));
  }
  return lines.join("\n");
}
