import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { writeAtomic } from "../data/write-atomic.js";
import { quantizeInt8, readModel, writeModel, type QuantizedWeight } from "../onnx/index.js";
import { FileError, FormatError, LimbeckError, OptionError } from "../tensor/index.js";
import { figuresOf } from "./evaluate.js";
import type { ExportFormat } from "./export-format.js";
import { exportPackaged } from "./export-packaged.js";
import type { NetworkName } from "./metrics.js";
import { loadModelData, type ModelData, type ModelDataOptions } from "./model-data.js";
import { loadOnnxClassifier } from "./onnx-classifier.js";
import { openModel, type OpenModel } from "./open-model.js";

export interface ExportOptions extends Omit<ModelDataOptions, "format"> {
  /** Default `onnx`: one file that any ONNX runtime runs. The others are of a run's network that the student runtime covers. */
  readonly format?: ExportFormat | undefined;
  /**
   * The file to write, relative to `cwd`; one that lies there is replaced. Default: named after the run and the network,
   * or after the file, in `cwd`, where none of that name lies yet.
   */
  readonly output?: string | undefined;
  /** int8: weights in a quarter of the size, one scale for each output channel. Default: as they are. */
  readonly quantize?: "int8" | undefined;
  /** Of a run: which network is written. Default the student. */
  readonly network?: NetworkName | undefined;
  /** Aborts between two batches of the comparison; nothing is written then. */
  readonly signal?: AbortSignal | undefined;
}

export interface Exported {
  /** The file that was written. */
  readonly path: string;
  readonly format: ExportFormat;
  readonly bytes: number;
  /** Size of the model that was exported. */
  readonly bytesBefore: number;
  /** With `quantize`: the weights that are int8 now, and how far the farthest number moved. */
  readonly quantized: readonly QuantizedWeight[];
  /** With `quantize`: on the run's test data or `data`; left out where neither is at hand. */
  readonly accuracy?: { readonly before: number; readonly after: number; readonly samples: number };
  /** Why the run's test data could not be read. */
  readonly unchecked?: string;
}

/**
 * Writes a model as one file: ONNX, after loading it once to see that it runs; a module; or a packaged student.
 * @param model a run folder, a folder with a model.onnx, or an ONNX file
 * @throws LimbeckError if the model or `data` cannot be used, or the file not be written
 * @example
 * const { path, bytes } = await exportModel("runs/mnist", { quantize: "int8" });
 */
export async function exportModel(model: string, options: ExportOptions = {}): Promise<Exported> {
  const { format = "onnx", quantize, network, signal } = options;
  const opened = await openModel(model, { network });
  try {
    const path = await outputPath(opened, options);
    if (format !== "onnx") return await exportPackaged(opened, path, format, quantize);
    const common = { path, format: "onnx", bytesBefore: opened.bytes.length } as const;
    if (quantize === undefined) {
      await writeAtomic(path, opened.bytes);
      return { ...common, bytes: opened.bytes.length, quantized: [] };
    }
    const quantized: QuantizedWeight[] = [];
    const bytes = quantizedModel(opened, quantized);
    const comparison = await compare(opened, bytes, options, signal);
    await writeAtomic(path, bytes);
    return { ...common, bytes: bytes.length, quantized, ...comparison };
  } finally {
    await opened.classifier.dispose();
  }
}

const endings: Readonly<Record<ExportFormat, string>> = { onnx: "onnx", module: "mjs", limbeck: "limbeck" };

async function outputPath({ path: from, run }: OpenModel, options: ExportOptions): Promise<string> {
  const { output, quantize, cwd = process.cwd() } = options;
  const own = basename(from, ".onnx");
  const name = run
    ? `${basename(run.path)}-${basename(dirname(from))}`
    : own === "model"
      ? basename(dirname(from))
      : own;
  const ending = endings[options.format ?? "onnx"];
  const path = resolve(cwd, output ?? `${name}${quantize === undefined ? "" : `-${quantize}`}.${ending}`);
  if (path === from) throw new OptionError(`${path} is the model itself. Name another file by --output.`);
  const isFree = await stat(path).then(
    () => false,
    () => true,
  );
  if (output === undefined && !isFree) {
    throw new FileError(`${path} is there already. Nothing was written. Name it, or another file, by --output.`);
  }
  return path;
}

/** The first in which DequantizeLinear takes a scale for each channel. */
const oldestOpset = 13;

function quantizedModel({ bytes, path }: OpenModel, weights: QuantizedWeight[]): Uint8Array {
  const { graph, metadata, producer, opsets } = readModel(bytes, path);
  const { "": opset = 0, ...domains } = opsets;
  if (opset < oldestOpset) {
    throw new FormatError(
      `${path}: it is of ONNX opset ${opset}; int8 weights with a scale a channel need ${oldestOpset} or later. ` +
        `Convert it: onnx.version_converter.convert_version(model, ${oldestOpset}) in Python.`,
    );
  }
  const quantized = quantizeInt8(graph, (weight) => weights.push(weight));
  return writeModel(quantized, { metadata, producer, domains, opset });
}

/** Accuracy before and after, where data is at hand. Loads the new model in any case: one that does not run is refused. */
async function compare(
  opened: OpenModel,
  bytes: Uint8Array,
  options: ExportOptions,
  signal: AbortSignal | undefined,
): Promise<Pick<Exported, "accuracy" | "unchecked">> {
  const after = await loadOnnxClassifier(bytes, "the quantised model");
  try {
    const data = await dataAtHand(opened, options);
    if (data === undefined || "unchecked" in data) return data ?? {};
    const [a, b] = [await figuresOf(opened.classifier, data, signal), await figuresOf(after, data, signal)];
    return { accuracy: { before: a.accuracy, after: b.accuracy, samples: a.samples } };
  } finally {
    await after.dispose();
  }
}

/** The data named, which must be readable, or that of the run, which may have gone. */
async function dataAtHand(
  opened: OpenModel,
  { data, labels, label, cwd }: ExportOptions,
): Promise<ModelData | { readonly unchecked: string } | undefined> {
  if (data !== undefined) return loadModelData(opened, { data, labels, label, cwd });
  if (opened.run === undefined) return undefined;
  try {
    return await loadModelData(opened, {});
  } catch (error) {
    if (error instanceof LimbeckError) return { unchecked: error.message };
    throw error;
  }
}
