import type { OnnxGraph, OnnxNode, OnnxValue } from "../graph/onnx-node.js";
import { isFloating, type NDArray, type Shape, sizeOf } from "../tensor/index.js";
import { inferShapes } from "./infer-shapes.js";
import type { OnnxModel } from "./read-model.js";

/** What one node does. */
export interface NodeSummary {
  /** Its own name, else that of its first output; within the graph of another node, that node's name and a slash. */
  readonly name: string;
  readonly op: string;
  /** Shape of its first output, left out where it cannot be told for certain. */
  readonly output?: Shape;
  /** Shape of its largest weight, as stored. */
  readonly weight?: readonly number[];
  /** How many learned numbers it uses. */
  readonly parameters: number;
}

/** What a model holds: for people, and as JSON. */
export interface ModelSummary {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** All nodes in order, the nodes of graphs inside a node after it. */
  readonly nodes: readonly NodeSummary[];
  /** The nodes that have weights. */
  readonly layers: readonly NodeSummary[];
  /** Learned numbers, those that several layers share counted once; running statistics and scalars do not count. */
  readonly parameters: number;
  /** Bytes that all weights and constants take. */
  readonly bytes: number;
}

/** Inputs, outputs, layers with their weights and shapes, and sizes of a model. */
export function summarizeModel({ graph }: Pick<OnnxModel, "graph">): ModelSummary {
  const steps = describeNodes(graph, "", new Map(), new Map());
  const nodes = steps.map(({ summary }) => summary);
  const defaults = new Set(graph.initializers.map(({ name }) => name));
  return {
    inputs: graph.inputs.filter(({ name }) => !defaults.has(name)),
    outputs: graph.outputs,
    nodes,
    layers: nodes.filter(({ weight }) => weight !== undefined),
    parameters: elements(new Set(steps.flatMap(({ learned }) => learned))),
    bytes: [...tensorsIn(graph)].reduce((sum, { data }) => sum + data.byteLength, 0),
  };
}

/** A weight behind a value, and whether it was stored as integers. */
interface Weight {
  readonly array: NDArray;
  readonly quantized: boolean;
}

interface DescribedNode {
  readonly summary: NodeSummary;
  readonly learned: readonly NDArray[];
}

/**
 * @param prefix goes in front of the nodes' names
 * @param outerShapes and `outerWeights`: of the values that a graph inside a node sees from around it
 */
function describeNodes(
  graph: OnnxGraph,
  prefix: string,
  outerShapes: ReadonlyMap<string, Shape>,
  outerWeights: ReadonlyMap<string, Weight>,
): DescribedNode[] {
  const shapes = inferShapes(graph, outerShapes);
  const weights = new Map(outerWeights);
  for (const { name } of graph.inputs) weights.delete(name);
  for (const { name, array } of graph.initializers) weights.set(name, { array, quantized: false });
  return graph.nodes.flatMap((node) => {
    const name = prefix + (node.name || node.outputs[0] || node.op);
    const form = formOf(node, weights);
    if (form !== undefined) weights.set(node.outputs[0] ?? "", form);
    const learned = form === undefined ? learnedBy(node, weights) : [];
    const summary = summarizeNode(node.op, name, shapes.get(node.outputs[0] ?? ""), learned);
    const inner = graphsIn(node).flatMap((graph) => {
      const read = readBy(graph);
      return describeNodes(graph, `${name}/`, pick(shapes, read), pick(weights, read));
    });
    return [{ summary, learned }, ...inner];
  });
}

const graphsIn = (node: OnnxNode): OnnxGraph[] =>
  Object.values(node.attributes).flatMap((attribute) => (attribute.type === "graph" ? [attribute.value] : []));

/** Names that the nodes of a graph, and of the graphs inside them, read. */
function readBy(graph: OnnxGraph, names = new Set<string>()): Set<string> {
  for (const node of graph.nodes) {
    for (const name of node.inputs) names.add(name);
    for (const inner of graphsIn(node)) readBy(inner, names);
  }
  return names;
}

const pick = <T>(values: ReadonlyMap<string, T>, names: ReadonlySet<string>): Map<string, T> =>
  new Map([...names].flatMap((name) => (values.has(name) ? [[name, values.get(name)!] as const] : [])));

function summarizeNode(op: string, name: string, output: Shape | undefined, learned: readonly NDArray[]): NodeSummary {
  const [largest] = [...learned].sort((a, b) => sizeOf(b.shape) - sizeOf(a.shape));
  return {
    name,
    op,
    ...(output === undefined ? {} : { output }),
    ...(largest === undefined ? {} : { weight: largest.shape }),
    parameters: elements(learned),
  };
}

const elements = (arrays: Iterable<NDArray>): number => [...arrays].reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** Operators that give a weight another form; it is what comes after them that uses it. */
const forms = new Set(["Cast", "DequantizeLinear", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze"]);

/** The weight that a node only gives another form, if it does that. */
function formOf(node: OnnxNode, weights: ReadonlyMap<string, Weight>): Weight | undefined {
  const constant = node.attributes["value"];
  if (node.op === "Constant" && constant?.type === "tensor") return { array: constant.value, quantized: false };
  const weight = forms.has(node.op) ? weights.get(node.inputs[0] ?? "") : undefined;
  return weight && { array: weight.array, quantized: weight.quantized || node.op === "DequantizeLinear" };
}

/** How many of the first inputs can be learned: running statistics and initial states come after them. */
const learnedInputs = new Map([
  ["BatchNormalization", 3],
  ["GRU", 4],
  ["LSTM", 4],
  ["RNN", 4],
]);

/** Weights among a node's inputs that training finds: not scalars, axes or shapes. */
function learnedBy(node: OnnxNode, weights: ReadonlyMap<string, Weight>): NDArray[] {
  const used = node.inputs.slice(0, learnedInputs.get(node.op)).flatMap((name) => {
    const weight = weights.get(name);
    return weight && isLearned(weight) ? [weight.array] : [];
  });
  return [...new Set(used)];
}

const isLearned = ({ array: { dtype, shape }, quantized }: Weight): boolean =>
  shape.length > 0 && (quantized || isFloating(dtype) || (/^u?int8$/.test(dtype) && shape.length > 1));

/** Weights and constants of a graph and of the graphs inside its nodes. */
function* tensorsIn(graph: OnnxGraph): Generator<NDArray> {
  for (const { array } of graph.initializers) yield array;
  for (const node of graph.nodes) {
    for (const attribute of Object.values(node.attributes)) if (attribute.type === "tensor") yield attribute.value;
    for (const inner of graphsIn(node)) yield* tensorsIn(inner);
  }
}
