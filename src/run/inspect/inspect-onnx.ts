import { readFile } from "node:fs/promises";
import { fileError } from "../../data/write-atomic.js";
import type { OnnxValue } from "../../graph/onnx-node.js";
import { readModel, summarizeModel, type NodeSummary } from "../../onnx/index.js";
import { formatShape } from "../../tensor/index.js";
import type { Facts } from "./facts.js";

/** What an ONNX file holds: its inputs and outputs, and each layer with weights. */
export async function inspectOnnx(path: string): Promise<Facts> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, "read");
  });
  const model = readModel(bytes, path);
  const metadata = Object.entries(model.metadata);
  const { inputs, outputs, nodes, layers, parameters } = summarizeModel(model);
  return {
    kind: "onnx",
    path,
    facts: {
      producer: model.producer || null,
      opset: model.opsets[""] ?? null,
      bytes: bytes.length,
      parameters,
      operators: nodes.length,
      inputs: inputs.map(valueText).join(", "),
      outputs: outputs.map(valueText).join(", "),
    },
    tables: [
      { title: "Layers", rows: layers.map(layerRow) },
      ...(metadata.length > 0 ? [{ title: "Metadata", rows: metadata.map(([key, value]) => ({ key, value })) }] : []),
    ],
  };
}

const valueText = ({ name, dtype, shape }: OnnxValue): string => `${name} ${dtype} ${formatShape(shape)}`;

const layerRow = ({ name, op, weight, output, parameters }: NodeSummary): Record<string, string | number | null> => ({
  name,
  operator: op,
  weight: weight ? formatShape(weight) : null,
  output: output ? formatShape(output) : null,
  parameters,
});
