import { resolve } from "node:path";
import { writeAtomic } from "../data/write-atomic.js";
import { quantizeInt8, readModel, writeModel, type QuantizedWeight } from "../onnx/index.js";
import type { NetworkName } from "./metrics.js";
import { openModel } from "./open-model.js";

export interface ExportOptions {
  /** The file to write, relative to the current folder. */
  readonly out: string;
  /** int8: weights in a quarter of the size, one scale for each output channel. Default: as they are. */
  readonly quantize?: "int8" | undefined;
  /** Of a run: default the student. */
  readonly network?: NetworkName | undefined;
}

export interface Exported {
  /** The file that was written. */
  readonly path: string;
  readonly bytes: number;
  /** Size of the model that was exported. */
  readonly bytesBefore: number;
  /** With `quantize`: the weights that are int8 now, and how far the farthest number moved. */
  readonly quantized: readonly QuantizedWeight[];
}

/**
 * Writes a model as one ONNX file that any ONNX runtime runs.
 * @param model an ONNX file, or a run
 * @throws LimbeckError if the model cannot be used or the file not be written
 */
export async function exportModel(model: string, { out, quantize, network }: ExportOptions): Promise<Exported> {
  const { bytes, classifier, path: from } = await openModel(model, { network });
  await classifier.dispose();
  const quantized: QuantizedWeight[] = [];
  const written = quantize === "int8" ? quantizedModel(bytes, from, quantized) : bytes;
  const path = resolve(out);
  await writeAtomic(path, written);
  return { path, bytes: written.length, bytesBefore: bytes.length, quantized };
}

/** The first in which DequantizeLinear takes a scale for each channel. */
const oldestOpset = 13;

function quantizedModel(bytes: Uint8Array, name: string, weights: QuantizedWeight[]): Uint8Array {
  const { graph, metadata, producer, opsets } = readModel(bytes, name);
  const { "": opset = oldestOpset, ...domains } = opsets;
  const quantized = quantizeInt8(graph, (weight) => weights.push(weight));
  return writeModel(quantized, { metadata, producer, domains, opset: Math.max(opset, oldestOpset) });
}
