import type { OnnxNode } from "../../src/graph/onnx-node.js";

/** A node by its op, inputs and outputs. */
export const node = (
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: OnnxNode["attributes"] = {},
  domain = "",
): OnnxNode => ({ op, domain, name: `${op}:${outputs[0]}`, inputs, outputs, attributes });
