import type { Exported } from "../run/export.js";
import { formatShape } from "../tensor/shape.js";
import type { Paint } from "./output.js";
import { table } from "./table.js";

/** Where a model was written, and what became of its weights. */
export function exportedText({ path, bytes, bytesBefore, quantized }: Exported, paint: Paint): string {
  const lines = [`${paint("bold", path)}: ${bytes} bytes${bytes === bytesBefore ? "" : `, from ${bytesBefore}`}`];
  if (quantized.length > 0) {
    const rows = quantized.map(({ name, shape, maxError }) => [name, formatShape(shape), maxError]);
    lines.push("", table(["int8 weight", "shape", "largest change"], rows));
  }
  return lines.join("\n");
}
