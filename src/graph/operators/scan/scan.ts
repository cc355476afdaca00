import { formatShape, isFloating, sameShape, ShapeError, type Dim } from "../../../tensor/index.js";
import { defineVariadicOperator } from "../../define-operator.js";
import { pullBack } from "../../grad.js";
import { constantLike, input } from "../../leaves.js";
import type { Input, Tensor } from "../../tensor.js";
import { add } from "../arithmetic.js";
import { broadcastLike } from "../broadcast.js";
import { evaluateScan } from "./evaluate-scan.js";
import { lowerScan } from "./lower-scan.js";
import { ScanBody, type ScanOptions, type ScanPlaceholders } from "./scan-body.js";

/** What a scan runs over. */
export interface ScanInputs {
  /** What is handed from step to step, as it is before the first. */
  readonly states: readonly Tensor[];
  /** `[length, ...]` each: step t sees element t. At least one. */
  readonly sequences: readonly Tensor[];
  /** What every step sees whole, such as weights. */
  readonly shared?: readonly Tensor[];
  /** From the last element to the first; results stay at their places. Default false. */
  readonly reverse?: boolean;
}

/** One step: from states, elements and shared tensors to the next states and to results. */
export type ScanStep = (
  states: readonly Tensor[],
  elements: readonly Tensor[],
  shared: readonly Tensor[],
) => ScanOutputs;

export interface ScanOutputs {
  readonly states: readonly Tensor[];
  readonly results: readonly Tensor[];
}

/**
 * A recurrence: a step's graph is run for each element of the sequences, and hands states to the next step.
 * It becomes one ONNX Scan, whatever the length: a thousand steps compile as fast as ten.
 * @param step called once, with placeholders; what it uses from outside must be among `shared`
 * @returns `states` after the last step; `results`, `[length, ...]` each
 * @throws ShapeError if the sequences are not of one length, or a step changes the shape of a state
 */
export function scan({ states, sequences, shared = [], reverse = false }: ScanInputs, step: ScanStep): ScanOutputs {
  const placeholders: ScanPlaceholders = {
    states: states.map(({ shape, dtype }, i) => input(`state${i}`, shape, dtype)),
    elements: sequences.map(({ shape, dtype }, i) => input(`element${i}`, shape.slice(1), dtype)),
    shared: shared.map(({ shape, dtype }, i) => input(`shared${i}`, shape, dtype)),
  };
  const next = step(placeholders.states, placeholders.elements, placeholders.shared);
  return run(new ScanBody(placeholders, next.states, next.results), [...states, ...sequences, ...shared], reverse);
}

const scanOperator = defineVariadicOperator<ScanOptions>("scan", {
  inputs: [],
  shape: (inputs, { body, index }) => {
    const { states } = body.placeholders;
    if (index < states.length) return states[index]!.shape;
    return [lengthOf(body.parts(inputs).elements), ...body.outputs[index]!.shape];
  },
  dtype: (_, { body, index }) => body.outputs[index]!.dtype,
  gradient: (dy, inputs, _, options) => backward(dy, inputs, options),
  onnx: (inputs, options, { target }) => lowerScan(inputs, options, target),
  evaluate: (inputs, options) => evaluateScan(inputs, options),
});

function run(body: ScanBody, inputs: readonly Tensor[], reverse: boolean): ScanOutputs {
  body.placeholders.states.forEach(({ shape }, i) => {
    const next = body.next[i]?.shape ?? [];
    if (sameShape(shape, next)) return;
    throw new ShapeError(`scan: state ${i} is ${formatShape(shape)}, and after a step ${formatShape(next)}.`);
  });
  const all = body.outputs.map((_, index) => scanOperator(inputs, { body, reverse, index }));
  return { states: all.slice(0, body.next.length), results: all.slice(body.next.length) };
}

function lengthOf(sequences: readonly Tensor[]): Dim {
  const length = sequences[0]?.shape[0];
  if (length !== undefined && sequences.every(({ shape }) => shape[0] === length)) return length;
  const shapes = sequences.map(({ shape }) => formatShape(shape)).join(", ");
  throw new ShapeError(`scan: the sequences ${shapes || "(none)"} need one length, their first axis.`);
}

/**
 * The gradient of one output: another scan, in the other direction. Its steps make the forward step anew from the state
 * that this began with, and sum up the gradients of what is shared.
 */
function backward(
  dy: Tensor,
  inputs: readonly Tensor[],
  { body, reverse, index }: ScanOptions,
): (Tensor | undefined)[] {
  const { placeholders, next } = body;
  const floating = (list: readonly Input[]) => list.filter(({ dtype }) => isFloating(dtype));
  const [states, elements, shared] = [placeholders.states, placeholders.elements, placeholders.shared].map(
    floating,
  ) as [Input[], Input[], Input[]];
  const before = run(new ScanBody(placeholders, next, placeholders.states), inputs, reverse).results;

  const isState = index < next.length;
  const dStates = states.map(({ shape }, i) => input(`dState${i}`, shape));
  const dShared = shared.map(({ shape }, i) => input(`dShared${i}`, shape));
  const dResult = isState ? [] : [input("dResult", body.outputs[index]!.shape)];
  const nextStates = next.filter(({ dtype }) => isFloating(dtype));
  const results = isState ? nextStates : [...nextStates, body.outputs[index]!];
  const of = [...states, ...elements, ...shared];
  const parts = pullBack(results, [...dStates, ...dResult], of);
  const gradientOf = new Map(of.map((placeholder, i) => [placeholder, parts[i]!]));
  const backwardBody = new ScanBody(
    {
      states: [...dStates, ...dShared],
      elements: [...dResult, ...placeholders.states, ...placeholders.elements],
      shared: placeholders.shared,
    },
    [
      ...states.map((state) => gradientOf.get(state)!),
      ...shared.map((tensor, i) => add(dShared[i]!, gradientOf.get(tensor)!)),
    ],
    elements.map((element) => gradientOf.get(element)!),
  );

  const given = body.parts(inputs);
  const inputOf = new Map(body.inputs.map((placeholder, i) => [placeholder, inputs[i]!]));
  const zero = (placeholder: Input) => broadcastLike(constantLike(0, placeholder.dtype), inputOf.get(placeholder)!);
  const starts = [...states, ...shared].map((p) => (isState && p === placeholders.states[index] ? dy : zero(p)));
  const sequences = [...(isState ? [] : [dy]), ...before, ...given.elements];
  const back = run(backwardBody, [...starts, ...sequences, ...given.shared], !reverse);
  const found = new Map([...states, ...shared, ...elements].map((p, i) => [p, [...back.states, ...back.results][i]!]));
  return body.inputs.map((placeholder) => found.get(placeholder));
}
