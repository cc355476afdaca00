import { lower } from "../../lower.js";
import { node, output, type Expression, type Reference, type Target } from "../../lowering.js";
import { simplify } from "../../simplify.js";
import type { ScanOptions } from "./scan-body.js";

/** ONNX's Scan, with the body as a graph inside. What is shared is read from the graph around by name: it is not copied. */
export function lowerScan(
  inputs: readonly Reference[],
  { body, reverse, index }: ScanOptions,
  target: Target,
): Expression {
  const name = `scan${body.id}`;
  const given = body.parts(inputs);
  const { states, elements, shared } = body.placeholders;
  const outputs = simplify(body.outputs);
  const graph = lower(
    name,
    {
      inputs: new Map([...states, ...elements].map((tensor) => [`${name}/${tensor.name}`, tensor])),
      outputs: new Map(outputs.map((tensor, i) => [`${name}/output${i}`, tensor])),
      around: new Map(given.shared.map((reference, i) => [reference.name, shared[i]!])),
    },
    target,
  );
  const direction = Number(reverse);
  const attributes = {
    body: { type: "graph", value: graph },
    num_scan_inputs: elements.length,
    scan_input_directions: elements.map(() => direction),
    scan_output_directions: body.results.map(() => direction),
  } as const;
  return output(node("Scan", [...given.states, ...given.elements], attributes, { outputs: outputs.length }), index);
}
