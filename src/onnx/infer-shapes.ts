import type { OnnxGraph } from "../graph/onnx-node.js";
import type { NDArray, Shape } from "../tensor/index.js";
import { normalize } from "./dims.js";
import { factsOf, type NodeFacts } from "./node-facts.js";
import { shapeRules } from "./shape-rules.js";

/** Longer lists of integers are no shapes. */
const maxContents = 32;

/**
 * The shape of each value of a graph, as far as it can be told without running it; a value whose shape depends on
 * numbers, or comes of an operator without a rule, is left out.
 * @param outer shapes of the values that a graph inside a node sees from around it
 */
export function inferShapes(graph: OnnxGraph, outer: ReadonlyMap<string, Shape> = new Map()): Map<string, Shape> {
  const shapes = new Map(outer);
  const contents = new Map<string, Shape>();
  for (const { name, array } of graph.initializers) {
    shapes.set(name, array.shape);
    setIfKnown(contents, name, integersIn(array));
  }
  for (const { name, shape } of graph.inputs) {
    shapes.set(name, shape);
    contents.delete(name); // the weight is only a default
  }
  for (const node of graph.nodes) {
    const facts = factsOf(node, shapes, contents);
    const outputs = shapeRules.get(node.domain === "" ? node.op : `${node.domain}.${node.op}`)?.(facts) ?? [];
    node.outputs.forEach((name, i) => setIfKnown(shapes, name, outputs[i]));
    setIfKnown(contents, node.outputs[0], listOf(shapes.get(node.outputs[0] ?? ""), contentsOf(facts)));
  }
  return shapes;
}

function setIfKnown(map: Map<string, Shape>, name: string | undefined, shape: Shape | undefined): void {
  if (!name) return;
  if (shape === undefined) map.delete(name);
  else map.set(name, shape);
}

/**
 * The integers that an operator gives, where they follow from shapes: what exporters write for `x.view(x.size(0), -1)`.
 * A scalar and a list of one are alike here.
 */
function contentsOf(facts: NodeFacts): Shape | undefined {
  const { node, shape, contents } = facts;
  const { value, value_int, value_ints, start, end } = node.attributes;
  switch (node.domain + node.op) {
    case "Constant":
      if (value?.type === "tensor") return integersIn(value.value);
      if (value_int?.type === "int") return [value_int.value];
      return value_ints?.type === "ints" && value_ints.value.length <= maxContents ? value_ints.value : undefined;
    case "Shape":
      return start || end ? undefined : shape(0);
    case "Identity":
    case "Squeeze":
    case "Unsqueeze":
      return contents(0);
    case "Gather": {
      const list = contents(0);
      const places = list && contents(1) && normalize(contents(1)!, list.length);
      return places?.map((place) => list![place]!);
    }
    case "Concat": {
      const parts = node.inputs.map((_, i) => contents(i));
      return parts.includes(undefined) ? undefined : parts.flatMap((part) => part!);
    }
    default:
      return undefined;
  }
}

/** The contents, if they fill a list or a scalar: those of more axes are not followed. */
const listOf = (shape: Shape | undefined, contents: Shape | undefined): Shape | undefined =>
  shape && shape.length <= 1 && (shape[0] ?? 1) === contents?.length ? contents : undefined;

function integersIn({ dtype, shape, data }: NDArray): Shape | undefined {
  const isList = (dtype === "int64" || dtype === "int32") && shape.length <= 1 && data.length <= maxContents;
  return isList ? Array.from(data as Int32Array | BigInt64Array, Number) : undefined;
}
