import type { OnnxGraph } from "../graph/onnx-node.js";
import { FormatError } from "../tensor/index.js";

/**
 * Checks that every value has one source and is used after it: inputs, weights and outputs of earlier nodes.
 * @param isOuter tells the names that a graph inside a node sees from around it
 * @throws FormatError where it is not so
 */
export function checkGraph(graph: OnnxGraph, isOuter: (name: string) => boolean = () => false): void {
  const own = new Set<string>();
  const define = (name: string, what: string) => {
    if (name === "" || own.has(name)) {
      throw new FormatError(`${what} of the graph "${graph.name}" is called "${name}": ${name ? "twice" : "no name"}`);
    }
    own.add(name);
  };
  const isKnown = (name: string) => own.has(name) || isOuter(name);

  graph.inputs.forEach(({ name }) => define(name, "an input"));
  const inputs = new Set(own);
  for (const { name } of graph.initializers) if (!inputs.delete(name)) define(name, "a weight"); // an input's default
  for (const node of graph.nodes) {
    const where = `node "${node.name || node.outputs[0]}" (${node.op})`;
    for (const name of node.inputs) {
      if (name !== "" && !isKnown(name))
        throw new FormatError(`${where} reads "${name}", which nothing before it gives`);
    }
    for (const attribute of Object.values(node.attributes)) {
      if (attribute.type === "graph") checkGraph(attribute.value, isKnown);
    }
    for (const name of node.outputs) if (name !== "") define(name, `an output of ${where}`);
  }
  for (const { name } of graph.outputs) {
    if (!isKnown(name)) throw new FormatError(`nothing gives the output "${name}" of the graph "${graph.name}"`);
  }
}
