import type { OnnxGraph, OnnxInitializer, OnnxNode } from "../graph/onnx-node.js";
import { DataError, ndarray, type NDArray, sizeOf } from "../tensor/index.js";

/** What became of one weight. */
export interface QuantizedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** The axis of the output channels: each has a scale of its own. */
  readonly axis: number;
  /** The largest difference between a number and what is read back, at most half of its channel's scale. */
  readonly maxError: number;
}

/** Smaller weights stay float32: there is little to win. */
const minElements = 1024;
/** A scale takes the place of four int8: channels with fewer numbers would not shrink. */
const minChannelElements = 4;

/**
 * Stores the float32 weights of matrix products, convolutions and embeddings as int8, a quarter of the size:
 *   q = round(w / s),  s = max|w| / 127 for each output channel  (symmetric: the zero point is 0)
 * A DequantizeLinear node gives the weight its old name back, so that any ONNX runtime of opset 13 or later runs the
 * graph; inputs and the arithmetic stay float32. Weights of other operators, with fewer than 1024 numbers, or offered
 * as inputs stay as they are.
 * @param onWeight is told of each weight that was stored so
 * @throws DataError for a weight with NaN or infinite numbers
 */
export function quantizeInt8(graph: OnnxGraph, onWeight: (weight: QuantizedWeight) => void = () => {}): OnnxGraph {
  const axes = channelAxes(graph.nodes);
  const unique = uniqueNames(graph);
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const dequantize: OnnxNode[] = [];

  const initializers = graph.initializers.flatMap((weight): OnnxInitializer[] => {
    const { name, array } = weight;
    const axis = inputs.has(name) ? undefined : usableAxis(array, axes.get(name));
    if (axis === undefined) return [weight];
    const { quantized, scales, maxError } = quantize(array, axis, name);
    const [values, scale] = [unique(`${name}_int8`), unique(`${name}_scale`)];
    dequantize.push({
      op: "DequantizeLinear",
      domain: "",
      name: `${name}_dequantize`,
      inputs: [values, scale],
      outputs: [name],
      attributes: { axis: { type: "int", value: axis } },
    });
    onWeight({ name, shape: array.shape, axis, maxError });
    return [
      { name: values, array: quantized },
      { name: scale, array: scales },
    ];
  });
  return { ...graph, initializers, nodes: [...dequantize, ...graph.nodes] };
}

/**
 * For each value that an operator uses as a weight, the axis of its output channels; negative counts from the end.
 * The nodes are walked backwards, so that an axis passes through Transpose to what is transposed.
 */
function channelAxes(nodes: readonly OnnxNode[], axes = new Map<string, number>()): Map<string, number> {
  for (const node of [...nodes].reverse()) {
    for (const attribute of Object.values(node.attributes)) {
      if (attribute.type === "graph") channelAxes(attribute.value.nodes, axes);
    }
    node.inputs.slice(0, 2).forEach((input, index) => {
      const axis = channelAxis(node, index, axes);
      if (axis !== undefined) axes.set(input, axis);
    });
  }
  return axes;
}

function channelAxis(node: OnnxNode, input: number, axes: ReadonlyMap<string, number>): number | undefined {
  const integer = (name: string): number => {
    const attribute = node.attributes[name];
    return attribute?.type === "int" ? attribute.value : 0;
  };
  switch (node.domain + node.op) {
    case "Conv":
      return input === 1 ? 0 : undefined;
    case "MatMul":
    case "Gemm":
    case "com.microsoftFusedMatMul": // rows of the left factor, columns of the right one
      return input === 0 ? (integer("transA") ? -1 : -2) : integer("transB") ? -2 : -1;
    case "Gather":
      return input === 0 ? integer("axis") : undefined;
    case "Transpose":
      return input === 0 ? beforeTranspose(node, axes.get(node.outputs[0]!)) : undefined;
    default:
      return undefined;
  }
}

function beforeTranspose(node: OnnxNode, axis: number | undefined): number | undefined {
  if (axis === undefined) return undefined;
  const order = node.attributes["perm"];
  return order?.type === "ints" ? order.value.at(axis) : -1 - axis; // without an order the axes are reversed
}

/** The axis counted from the start, or undefined where the weight is not one to quantise. */
function usableAxis({ dtype, shape }: NDArray, axis: number | undefined): number | undefined {
  if (axis === undefined || dtype !== "float32" || shape.length < 2) return undefined;
  const fromStart = axis < 0 ? axis + shape.length : axis;
  const channels = shape[fromStart];
  const elements = sizeOf(shape);
  const large = channels !== undefined && elements >= minElements && elements / channels >= minChannelElements;
  return large ? fromStart : undefined;
}

function quantize({ shape, data }: NDArray, axis: number, name: string) {
  const weights = data as Float32Array;
  const channels = shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1)); // numbers in a row before the channel changes
  const channelOf = (i: number): number => Math.floor(i / inner) % channels;

  const scales = new Float32Array(channels);
  for (let i = 0; i < weights.length; i++) {
    if (!Number.isFinite(weights[i]!)) throw notFinite(name, weights[i]!);
    const channel = channelOf(i);
    scales[channel] = Math.max(scales[channel]!, Math.abs(weights[i]!));
  }
  for (let channel = 0; channel < channels; channel++) scales[channel] = scales[channel]! / 127 || 1;

  const quantized = new Int8Array(weights.length);
  let maxError = 0;
  for (let i = 0; i < weights.length; i++) {
    const scale = scales[channelOf(i)]!;
    quantized[i] = Math.max(-127, Math.min(127, Math.round(weights[i]! / scale)));
    maxError = Math.max(maxError, Math.abs(weights[i]! - Math.fround(quantized[i]! * scale)));
  }
  return {
    quantized: ndarray("int8", shape, quantized),
    scales: ndarray("float32", [channels], scales),
    maxError,
  };
}

const notFinite = (name: string, value: number): DataError =>
  new DataError(`quantizeInt8: weight "${name}" holds ${value}, which no scale can hold. Quantise a sound model.`);

/** Gives names that no value of the graph has, also inside its nodes' graphs: a taken one gets a number. */
function uniqueNames(graph: OnnxGraph): (wanted: string) => string {
  const taken = new Set<string>();
  const collect = ({ inputs, initializers, nodes }: OnnxGraph): void => {
    for (const { name } of [...inputs, ...initializers]) taken.add(name);
    for (const node of nodes) {
      for (const name of node.outputs) taken.add(name);
      for (const attribute of Object.values(node.attributes)) {
        if (attribute.type === "graph") collect(attribute.value);
      }
    }
  };
  collect(graph);
  return (wanted) => {
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
    taken.add(name);
    return name;
  };
}
