import type { Tensor } from "../../tensor.js";
import { add, mul, sub } from "../arithmetic.js";
import { matmul } from "../matmul.js";
import { scan } from "../scan/scan.js";
import { transpose } from "../transpose.js";
import { tanh } from "../unary.js";
import { withGradient } from "../with-gradient.js";
import { defineRecurrent, type CellParts } from "./define-recurrent.js";
import { masked, startState, weightGradient } from "./steps.js";

/**
 * The plain recurrence over a sequence: h ← tanh(W x + b + R h + c), h = 0 before the first step, with W, R, b, c the
 * input's weight, the hidden state's, and their biases.
 * @see Recurrent for shapes and options
 * Source: Elman 1990, "Finding structure in time".
 */
export const rnn = defineRecurrent("rnn", {
  gates: 1,
  onnx: { op: "RNN", order: [0] },
  steps,
  evaluate: ([x], [h]) => ({ hidden: Math.tanh(x! + h!), cell: 0 }),
});

function steps({ fromInput, hiddenWeights, hiddenBiases, mask, reverse }: CellParts): Tensor {
  const x = add(fromInput[0]!, hiddenBiases[0]!);
  const masks = mask ? [mask] : [];
  const states = [startState(x)];
  const { results } = scan({ states, sequences: [x, ...masks], shared: hiddenWeights, reverse }, ([h], [x, m], [R]) => {
    const next = masked(tanh(add(matmul(h!, transpose(R!)), x!)), m);
    return { states: [next], results: [next, h!] };
  });
  const [y, before] = results as [Tensor, Tensor];
  return withGradient(y, [x, ...hiddenWeights], (dy) => {
    const { results } = scan(
      { states, sequences: [dy, y, ...masks], shared: hiddenWeights, reverse: !reverse },
      ([dh], [dy, y, m], [R]) => {
        const dx = mul(masked(add(dy!, dh!), m), sub(1, mul(y!, y!)));
        return { states: [matmul(dx, R!)], results: [dx] };
      },
    );
    const [dx] = results as [Tensor];
    return [dx, weightGradient(dx, before)];
  });
}
