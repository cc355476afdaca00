import type { Tensor } from "../../tensor.js";
import { add, mul, sub } from "../arithmetic.js";
import { matmul } from "../matmul.js";
import { scan } from "../scan/scan.js";
import { transpose } from "../transpose.js";
import { sigmoid, tanh } from "../unary.js";
import { withGradient } from "../with-gradient.js";
import { defineRecurrent, type CellParts } from "./define-recurrent.js";
import { logistic, masked, startState, weightGradient } from "./steps.js";

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
    const kept = logistic(xf! + hf!) * cell;
    const next = kept + logistic(xi! + hi!) * Math.tanh(xg! + hg!);
    return { hidden: logistic(xo! + ho!) * Math.tanh(next), cell: next };
  },
});

function steps({ fromInput, hiddenWeights, hiddenBiases, mask, reverse }: CellParts): Tensor {
  const sequences = fromInput.map((x, i) => add(x, hiddenBiases[i]!));
  const masks = mask ? [mask] : [];
  const start = startState(fromInput[0]!);
  const states = [start, start];
  const { results } = scan(
    { states, sequences: [...sequences, ...masks], shared: hiddenWeights, reverse },
    ([h, s], [xi, xf, xg, xo, m], [Ri, Rf, Rg, Ro]) => {
      const i = sigmoid(add(matmul(h!, transpose(Ri!)), xi!));
      const f = sigmoid(add(matmul(h!, transpose(Rf!)), xf!));
      const g = tanh(add(matmul(h!, transpose(Rg!)), xg!));
      const o = sigmoid(add(matmul(h!, transpose(Ro!)), xo!));
      const next = masked(add(mul(f, s!), mul(i, g)), m); // 0 at padding, and with it h
      const shown = tanh(next);
      const hidden = mul(o, shown);
      return { states: [hidden, next], results: [hidden, h!, s!, i, f, g, o, shown] };
    },
  );
  const [y, before, ...kept] = results as [Tensor, Tensor, ...Tensor[]];
  return withGradient(y, [...sequences, ...hiddenWeights], (dy) => {
    const { results } = scan(
      { states, sequences: [dy, ...kept, ...masks], shared: hiddenWeights, reverse: !reverse },
      ([dh, ds], [dy, s, i, f, g, o, shown, m], [Ri, Rf, Rg, Ro]) => {
        const gradient = add(dy!, dh!);
        const open = mul(gradient, o!);
        const cell = masked(add(ds!, mul(open, sub(1, mul(shown!, shown!)))), m);
        const toInput = mul(cell, i!);
        const past = mul(cell, f!);
        const di = mul(mul(toInput, g!), sub(1, i!));
        const df = mul(mul(past, s!), sub(1, f!));
        const dg = mul(toInput, sub(1, mul(g!, g!)));
        const do_ = mul(mul(open, shown!), sub(1, o!));
        const products = add(add(matmul(di, Ri!), matmul(df, Rf!)), add(matmul(dg, Rg!), matmul(do_, Ro!)));
        return { states: [products, past], results: [di, df, dg, do_] };
      },
    );
    return [...results, ...results.map((d) => weightGradient(d, before))];
  });
}
