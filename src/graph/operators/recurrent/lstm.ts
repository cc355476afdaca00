import type { Tensor } from "../../tensor.js";
import { affine } from "../affine.js";
import { add, mul, sub } from "../arithmetic.js";
import { matmul } from "../matmul.js";
import { sum } from "../reductions.js";
import { scan } from "../scan/scan.js";
import { split } from "../slice.js";
import { sigmoid, tanh } from "../unary.js";
import { withGradient } from "../with-gradient.js";
import { defineRecurrent, type RecurrentInputs } from "./define-recurrent.js";
import { beside, logistic, masked, startState, weightGradient } from "./steps.js";

/**
 * A long short-term memory over a sequence, gates in the order i, f, g, o:
 *   i = σ(W_i x + b_i + R_i h + c_i)
 *   f = σ(W_f x + b_f + R_f h + c_f)
 *   g = tanh(W_g x + b_g + R_g h + c_g)
 *   o = σ(W_o x + b_o + R_o h + c_o)
 *   s ← f ∘ s + i ∘ g,  h ← o ∘ tanh(s),  s = h = 0 before the first step
 * with W, R, b, c the input's weight, the hidden state's, and their biases, and s the cell's state.
 * @see Recurrent for shapes and options
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000, as PyTorch has it.
 */
export const lstm = defineRecurrent("lstm", {
  gates: 4,
  onnx: { op: "LSTM", order: [0, 3, 1, 2] },
  steps,
  evaluate: ([xi, xf, xg, xo], [hi, hf, hg, ho], { cell }) => {
    const next = logistic(xf! + hf!) * cell + logistic(xi! + hi!) * Math.tanh(xg! + hg!);
    return { hidden: logistic(xo! + ho!) * Math.tanh(next), cell: next };
  },
});

function steps({ x, inputWeight, hiddenWeight, inputBias, hiddenBias, mask, reverse }: RecurrentInputs): Tensor {
  const [features, hidden] = [x.shape[2] as number, hiddenWeight.shape[1] as number];
  const weight = beside(inputWeight, hiddenWeight); // one product a step, for x and h together
  const bias = add(inputBias, hiddenBias);
  const masks = mask ? [mask] : [];
  const start = startState(x, hidden);
  const { results } = scan(
    { states: [start, start], sequences: [x, ...masks], shared: [weight, bias], reverse },
    ([h, s], [x, m], [weight, bias]) => {
      const xh = beside(x!, h!);
      const gates = split(affine(xh, weight!, bias!), 4, { axis: -1 });
      const [i, f, g, o] = [sigmoid(gates[0]!), sigmoid(gates[1]!), tanh(gates[2]!), sigmoid(gates[3]!)];
      const next = masked(add(mul(f, s!), mul(i, g)), m); // 0 at padding, and with it the hidden state
      const shown = tanh(next);
      const after = mul(o, shown);
      return { states: [after, next], results: [after, xh, s!, i, f, g, o, shown] };
    },
  );
  const [y, inputs, ...kept] = results as [Tensor, Tensor, ...Tensor[]];
  return withGradient(y, [x, weight, bias], (dy) => {
    const { results } = scan(
      { states: [start, start], sequences: [dy, ...kept, ...masks], shared: [weight], reverse: !reverse },
      ([dh, ds], [dy, s, i, f, g, o, shown, m], [weight]) => {
        const open = mul(add(dy!, dh!), o!);
        const cell = masked(add(ds!, mul(open, sub(1, mul(shown!, shown!)))), m);
        const fresh = mul(cell, i!);
        const past = mul(cell, f!);
        const di = mul(mul(fresh, g!), sub(1, i!));
        const df = mul(mul(past, s!), sub(1, f!));
        const dg = mul(fresh, sub(1, mul(g!, g!)));
        const do_ = mul(mul(open, shown!), sub(1, o!));
        const gates = beside(di, df, dg, do_);
        const [dx, before] = split(matmul(gates, weight!), [features, hidden], { axis: -1 }) as [Tensor, Tensor];
        return { states: [before, past], results: [dx, gates] };
      },
    );
    const [dx, gates] = results as [Tensor, Tensor];
    return [dx, weightGradient(gates, inputs), sum(gates, { axis: [0, 1] })];
  });
}
