import { arrayClass, type DType, type NDArray } from "../tensor/index.js";
import { standardOnnx, type Expression, type NodeExpression, type Reference, type Target } from "./lowering.js";
import type { OnnxAttribute, OnnxGraph, OnnxInitializer, OnnxNode, OnnxValue } from "./onnx-node.js";
import { Constant, Input, Parameter, type Tensor } from "./tensor.js";
import type { Value } from "./value.js";
import { ancestors } from "./walk.js";

/** What a graph takes and gives, by name. */
export interface Signature {
  /** Inputs that are fed, and parameters that are fed too. */
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** Parameters that are written into the graph as constants, with their numbers: frozen networks, exported models. */
  readonly weights?: ReadonlyMap<Tensor, { readonly name: string; readonly data: Float32Array }>;
  /** Of a graph inside another, the body of a loop: tensors that are read from the graph around it, by their names there. */
  readonly around?: ReadonlyMap<string, Tensor>;
}

/**
 * Writes symbolic tensors out as ONNX nodes. Equal nodes are shared; names of nodes are those of the operators, so that
 * an error of the runtime can be understood.
 */
export function lower(
  name: string,
  { inputs, outputs, weights = new Map(), around }: Signature,
  target: Target = standardOnnx,
): OnnxGraph {
  const builder = new Builder(target, around ? `${name}/` : "");
  for (const [inputName, tensor] of [...inputs, ...(around ?? [])]) builder.names.set(tensor, inputName);
  for (const tensor of ancestors([...outputs.values()])) {
    if (builder.names.has(tensor)) continue;
    const weight = weights.get(tensor);
    if (weight) {
      const array: NDArray = { dtype: "float32", shape: tensor.shape as number[], data: weight.data };
      builder.initializers.push({ name: weight.name, array });
      builder.names.set(tensor, weight.name);
    } else if (tensor instanceof Constant) {
      builder.names.set(tensor, builder.constant(toArray(tensor.value, tensor.dtype)));
    } else if (tensor instanceof Input || tensor instanceof Parameter) {
      throw new Error(`lower: the leaf ${tensor.name || tensor.id} is neither an input nor a weight of ${name}.`);
    } else {
      builder.names.set(tensor, builder.lowerTensor(tensor));
    }
  }
  const ends = [...outputs].map(([outputName, tensor]): OnnxValue => {
    builder.nodes.push(identity(builder.names.get(tensor)!, outputName));
    return { name: outputName, dtype: tensor.dtype, shape: tensor.shape };
  });
  const starts = [...inputs].map(([inputName, { dtype, shape }]): OnnxValue => ({ name: inputName, dtype, shape }));
  return {
    name,
    inputs: starts,
    outputs: ends,
    initializers: builder.initializers,
    nodes: bypassIdentities(builder.nodes, new Set(ends.map((end) => end.name)), new Set(inputs.keys())),
  };
}

const identity = (from: string, to: string): OnnxNode => ({
  op: "Identity",
  domain: "",
  name: `output/${to}`,
  inputs: [from],
  outputs: [to],
  attributes: {},
});

class Builder {
  readonly names = new Map<Tensor, string>();
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxInitializer[] = [];
  readonly #shared = new Map<string, string[]>();
  readonly #visited = new Map<NodeExpression, string[]>();
  readonly #constants = new Map<string, string>();
  #operator = "";
  #id = 0;

  /** @param prefix of every name that is made here: those of a graph inside another must not be those around it */
  constructor(
    readonly target: Target,
    readonly prefix: string,
  ) {}

  lowerTensor(tensor: Tensor): string {
    const references = tensor.inputs.map((input): Reference => ({
      kind: "reference",
      name: this.names.get(input)!,
      shape: input.shape,
      dtype: input.dtype,
    }));
    this.#operator = tensor.operator.name;
    return this.#flatten(
      tensor.operator.onnx(references, tensor.options as never, {
        shape: tensor.shape,
        dtype: tensor.dtype,
        target: this.target,
      }),
    );
  }

  constant(array: NDArray): string {
    const key = array.data.length <= 64 ? `${array.dtype} ${array.shape.join()} ${array.data.join()}` : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const name = `${this.prefix}constant_${this.initializers.length}`;
    this.initializers.push({ name, array });
    if (key !== undefined) this.#constants.set(key, name);
    return name;
  }

  #flatten(expression: Expression): string {
    switch (expression.kind) {
      case "reference":
        return expression.name;
      case "constant":
        return this.constant(expression.array);
      case "node":
        return this.#node(expression)[0]!;
      case "output":
        return this.#node(expression.node)[expression.index]!;
    }
  }

  /** Names of the node's outputs: of a new node, or of an equal one, which grows where this one has more of them. */
  #node(expression: NodeExpression): readonly string[] {
    const { op, domain, attributes } = expression;
    const visited = this.#visited.get(expression);
    if (visited) return visited;
    const inputs = expression.inputs.map((input) => (input ? this.#flatten(input) : ""));
    const key = `${domain} ${op} ${inputs.join()} ${JSON.stringify(attributes, encode)}`;
    const name = `${this.prefix}${this.#operator}_${this.#id++}`;
    const outputs = this.#shared.get(key) ?? [];
    if (outputs.length === 0) {
      this.nodes.push({ op, domain, name, inputs, outputs, attributes });
      this.#shared.set(key, outputs);
    }
    while (outputs.length < expression.outputs) outputs.push(`${name}/${outputs.length}`);
    this.#visited.set(expression, outputs);
    return outputs;
  }
}

/** Typed arrays inside attributes, for keys: bigint has no JSON of its own. */
const encode = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? String(value) : ArrayBuffer.isView(value) ? Array.from(value as never, String) : value;

function toArray(value: Value, dtype: DType): NDArray {
  const numbers =
    dtype === "int64" ? BigInt64Array.from(value.data, BigInt) : arrayClass[dtype as "float32"].from(value.data);
  return { dtype, shape: value.shape, data: numbers };
}

/** Lets a node write to the graph's output directly, where its result goes nowhere but there. */
function bypassIdentities(
  nodes: readonly OnnxNode[],
  ends: ReadonlySet<string>,
  starts: ReadonlySet<string>,
): OnnxNode[] {
  const renamed = new Map<string, string>();
  const produced = new Set(nodes.flatMap((node) => node.outputs));
  for (const node of nodes) {
    const [from] = node.inputs;
    if (node.op !== "Identity" || !ends.has(node.outputs[0]!) || starts.has(from!) || !produced.has(from!)) continue;
    if (!renamed.has(from!) && !ends.has(from!)) renamed.set(from!, node.outputs[0]!);
  }
  const rename = (name: string) => renamed.get(name) ?? name;
  return nodes
    .filter((node) => !(node.op === "Identity" && renamed.get(node.inputs[0]!) === node.outputs[0]))
    .map((node) => renameIn(node, rename));
}

/** A node with other names for what it reads and writes, graphs inside it included: they read from around them. */
function renameIn(node: OnnxNode, rename: (name: string) => string): OnnxNode {
  const attributes: Record<string, OnnxAttribute> = {};
  for (const [name, attribute] of Object.entries(node.attributes)) {
    if (attribute.type === "graph") {
      const nodes = attribute.value.nodes.map((inner) => renameIn(inner, rename));
      attributes[name] = { type: "graph", value: { ...attribute.value, nodes } };
    } else attributes[name] = attribute;
  }
  return { ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename), attributes };
}
