import { formatShape, sameShape, ShapeError, type Shape } from "../../../tensor/index.js";
import { defineVariadicOperator } from "../../define-operator.js";
import { pullBack } from "../../grad.js";
import { int64s, node, output, type Expression, type Reference } from "../../lowering.js";
import type { OnnxAttribute } from "../../onnx-node.js";
import type { Tensor } from "../../tensor.js";
import type { Value } from "../../value.js";
import { sequenceMask } from "../sequence-mask.js";

/** The weights of one direction of one recurrent layer; gates lie one behind the other along the first axis, as in PyTorch. */
export interface RecurrentWeights {
  /** `[gates · hidden, features]` */
  readonly inputWeight: Tensor;
  /** `[gates · hidden, hidden]` */
  readonly hiddenWeight: Tensor;
  /** `[gates · hidden]` */
  readonly inputBias: Tensor;
  /** `[gates · hidden]` */
  readonly hiddenBias: Tensor;
}

export interface RecurrentOptions {
  /** int32 `[batch]`: how many elements each sequence truly has, the rest is padding. Left out: all of them. */
  readonly lengths?: Tensor | undefined;
  /** From the last element to the first; results stay at their places. Default false. */
  readonly reverse?: boolean;
  /**
   * True where a gradient will be asked for: gates and states are kept for it. False (default): the runtime's own fused
   * operator, of which a gradient costs a second forward pass.
   */
  readonly forTraining?: boolean;
}

/** From a sequence `[length, batch, features]` to all hidden states `[length, batch, hidden]`, 0 behind a sequence's end. */
export type Recurrent = (x: Tensor, weights: RecurrentWeights, options?: RecurrentOptions) => Tensor;

/** What tells one kind of recurrent cell from another. */
export interface RecurrentCell {
  /** How many gates: 1, 3 or 4. */
  readonly gates: number;
  /** The fused ONNX operator, and where each of its gates lies among ours. */
  readonly onnx: {
    readonly op: string;
    readonly order: readonly number[];
    readonly attributes?: Readonly<Record<string, number>>;
  };
  /** All steps as a graph, with a gradient of its own. */
  readonly steps: (inputs: RecurrentInputs) => Tensor;
  /**
   * One unit's step in float64.
   * @param x what the input gives each gate, with its bias
   * @param h what the hidden state gives each gate, with its bias
   * @returns the next hidden state and, of a cell that has one, the next cell state
   */
  readonly evaluate: (
    x: readonly number[],
    h: readonly number[],
    state: { readonly hidden: number; readonly cell: number },
  ) => { readonly hidden: number; readonly cell: number };
}

/** What the steps of a cell work on. */
export interface RecurrentInputs extends RecurrentWeights {
  /** `[length, batch, features]` */
  readonly x: Tensor;
  /** `[length, batch, 1]`, 0 at padding; undefined if there is none. */
  readonly mask: Tensor | undefined;
  readonly reverse: boolean;
}

/**
 * Makes a recurrent operator of its cell.
 * @throws ShapeError if the weights do not fit each other or the sequence
 */
export function defineRecurrent(name: string, cell: RecurrentCell): Recurrent {
  const operator = defineVariadicOperator<{ readonly reverse: boolean }>(name, {
    inputs: [],
    shape: (inputs) => checkShapes(name, cell.gates, inputs),
    gradient: (dy, inputs, _, { reverse }) => pullBack([composed(cell, inputs, reverse)], [dy], inputs.slice(0, 5)),
    onnx: (inputs, { reverse }) => fused(cell, inputs, reverse),
    evaluate: (inputs, { reverse }) => evaluateRecurrent(cell, inputs, reverse),
  });
  return (x, { inputWeight, hiddenWeight, inputBias, hiddenBias }, { lengths, reverse = false, forTraining } = {}) => {
    const inputs = [x, inputWeight, hiddenWeight, inputBias, hiddenBias, ...(lengths ? [lengths] : [])];
    const y = operator(inputs, { reverse });
    return forTraining ? composed(cell, inputs, reverse) : y;
  };
}

/** The same as the operator, out of others. */
function composed({ steps }: RecurrentCell, inputs: readonly Tensor[], reverse: boolean): Tensor {
  const [x, inputWeight, hiddenWeight, inputBias, hiddenBias, lengths] = inputs as Given<Tensor>;
  const mask = lengths && sequenceMask(x, lengths);
  return steps({ x, inputWeight, hiddenWeight, inputBias, hiddenBias, mask, reverse });
}

/** The inputs of a recurrent operator, lengths only where some sequences are shorter. */
type Given<T> = [x: T, inputWeight: T, hiddenWeight: T, inputBias: T, hiddenBias: T, lengths?: T];

function checkShapes(name: string, gates: number, inputs: readonly Tensor[]): Shape {
  const [x, inputWeight, hiddenWeight, inputBias, hiddenBias, lengths] = inputs as Given<Tensor>;
  const hidden = hiddenWeight.shape[1];
  const rows = typeof hidden === "number" ? gates * hidden : "?";
  const expected: readonly (readonly [string, Tensor, Shape])[] = [
    ["inputWeight", inputWeight, [rows, x.shape[2] ?? "features"]],
    ["hiddenWeight", hiddenWeight, [rows, hidden ?? "hidden"]],
    ["inputBias", inputBias, [rows]],
    ["hiddenBias", hiddenBias, [rows]],
  ];
  if (x.rank !== 3) throw new ShapeError(`${name}: x is ${formatShape(x.shape)}, expected [length, batch, features].`);
  for (const [what, { shape }, wanted] of expected) {
    if (sameShape(shape, wanted)) continue;
    throw new ShapeError(
      `${name}: ${what} is ${formatShape(shape)}, expected ${formatShape(wanted)} for x ${formatShape(x.shape)}.`,
    );
  }
  if (lengths && (lengths.dtype !== "int32" || !sameShape(lengths.shape, [x.shape[1]!]))) {
    throw new ShapeError(
      `${name}: lengths are ${lengths.dtype} ${formatShape(lengths.shape)}, expected int32 [${x.shape[1]!}].`,
    );
  }
  return [x.shape[0]!, x.shape[1]!, hidden!];
}

/** The runtime's operator: `[length, directions = 1, batch, hidden]`, its gates in an order of its own. */
function fused(
  { onnx: { op, order, attributes } }: RecurrentCell,
  inputs: readonly Reference[],
  reverse: boolean,
): Expression {
  const [x, inputWeight, hiddenWeight, inputBias, hiddenBias, lengths] = inputs as Given<Reference>;
  const hidden = hiddenWeight.shape[1] as number;
  const biases = node("Concat", [ordered(inputBias, order), ordered(hiddenBias, order)], { axis: 0 });
  const oneDirection = (tensor: Expression) => node("Unsqueeze", [tensor, int64s([0])]);
  const weights = [ordered(inputWeight, order), ordered(hiddenWeight, order), biases].map(oneDirection);
  const direction: OnnxAttribute = { type: "string", value: reverse ? "reverse" : "forward" };
  const states = node(op, [x, ...weights, lengths], { hidden_size: hidden, direction, ...attributes }, { outputs: 1 });
  return node("Squeeze", [output(states, 0), int64s([1])]);
}

/** The gates of a weight, one behind the other, in another order. */
function ordered(weight: Reference, order: readonly number[]): Expression {
  if (order.every((gate, i) => gate === i)) return weight;
  const size = (weight.shape[0] as number) / order.length;
  const gates = order.map((gate) =>
    node("Slice", [weight, int64s([gate * size]), int64s([(gate + 1) * size]), int64s([0])]),
  );
  return node("Concat", gates, { axis: 0 });
}

function evaluateRecurrent(cell: RecurrentCell, inputs: readonly Value[], reverse: boolean): Value {
  const [x, inputWeight, hiddenWeight, inputBias, hiddenBias, lengths] = inputs as Given<Value>;
  const [length, batch, features] = x.shape as [number, number, number];
  const hidden = hiddenWeight.shape[1]!;
  const data = new Float64Array(length * batch * hidden);
  for (let b = 0; b < batch; b++) {
    let states = Array.from({ length: hidden }, () => ({ hidden: 0, cell: 0 }));
    const steps = lengths?.data[b] ?? length;
    for (let i = 0; i < steps; i++) {
      const t = reverse ? steps - 1 - i : i;
      const element = x.data.subarray((t * batch + b) * features, (t * batch + b + 1) * features);
      const before = Float64Array.from(states, (state) => state.hidden);
      states = states.map((state, unit) => {
        const gates = Array.from({ length: cell.gates }, (_, gate) => gate * hidden + unit);
        const fromInput = gates.map((row) => dot(inputWeight, row, element) + inputBias.data[row]!);
        const fromHidden = gates.map((row) => dot(hiddenWeight, row, before) + hiddenBias.data[row]!);
        return cell.evaluate(fromInput, fromHidden, state);
      });
      states.forEach((state, unit) => (data[(t * batch + b) * hidden + unit] = state.hidden));
    }
  }
  return { shape: [length, batch, hidden], data };
}

/** A row of a matrix times a vector. */
const dot = ({ data }: Value, row: number, vector: Float64Array): number =>
  vector.reduce((total, x, i) => total + x * data[row * vector.length + i]!, 0);
