import type { Tensor } from "../../tensor.js";
import { affine } from "../affine.js";
import { add, mul, sub } from "../arithmetic.js";
import { matmul } from "../matmul.js";
import { sum } from "../reductions.js";
import { scan } from "../scan/scan.js";
import { split } from "../slice.js";
import { tanh } from "../unary.js";
import { withGradient } from "../with-gradient.js";
import { defineRecurrent, type RecurrentInputs } from "./define-recurrent.js";
import { beside, masked, startState, weightGradient } from "./steps.js";

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

function steps({ x, inputWeight, hiddenWeight, inputBias, hiddenBias, mask, reverse }: RecurrentInputs): Tensor {
  const [features, hidden] = [x.shape[2] as number, hiddenWeight.shape[1] as number];
  const weight = beside(inputWeight, hiddenWeight); // one product a step, for x and h together
  const bias = add(inputBias, hiddenBias);
  const masks = mask ? [mask] : [];
  const start = startState(x, hidden);
  const { results } = scan(
    { states: [start], sequences: [x, ...masks], shared: [weight, bias], reverse },
    ([h], [x, m], [weight, bias]) => {
      const xh = beside(x!, h!);
      const next = masked(tanh(affine(xh, weight!, bias!)), m);
      return { states: [next], results: [next, xh] };
    },
  );
  const [y, inputs] = results as [Tensor, Tensor];
  return withGradient(y, [x, weight, bias], (dy) => {
    const { results } = scan(
      { states: [start], sequences: [dy, y, ...masks], shared: [weight], reverse: !reverse },
      ([dh], [dy, y, m], [weight]) => {
        const da = mul(masked(add(dy!, dh!), m), sub(1, mul(y!, y!)));
        const [dx, before] = split(matmul(da, weight!), [features, hidden], { axis: -1 }) as [Tensor, Tensor];
        return { states: [before], results: [dx, da] };
      },
    );
    const [dx, da] = results as [Tensor, Tensor];
    return [dx, weightGradient(da, inputs), sum(da, { axis: [0, 1] })];
  });
}
