import type { Tensor } from "../../tensor.js";
import { add, mul, sub } from "../arithmetic.js";
import { matmul } from "../matmul.js";
import { sum } from "../reductions.js";
import { scan } from "../scan/scan.js";
import { transpose } from "../transpose.js";
import { sigmoid, tanh } from "../unary.js";
import { withGradient } from "../with-gradient.js";
import { defineRecurrent, type CellParts } from "./define-recurrent.js";
import { logistic, masked, startState, weightGradient } from "./steps.js";

/**
 * A gated recurrent unit over a sequence, gates in the order r, z, n:
 *   r = σ(W_r x + b_r + R_r h + c_r)
 *   z = σ(W_z x + b_z + R_z h + c_z)
 *   n = tanh(W_n x + b_n + r ∘ (R_n h + c_n))
 *   h ← (1 - z) ∘ n + z ∘ h,  h = 0 before the first step
 * with W, R, b, c the input's weight, the hidden state's, and their biases.
 * @see Recurrent for shapes and options
 * Source: Cho et al. 2014, arXiv:1406.1078, section 2.3, in the form of PyTorch and cuDNN: r after the product with R_n.
 */
export const gru = defineRecurrent("gru", {
  gates: 3,
  onnx: { op: "GRU", order: [1, 0, 2], attributes: { linear_before_reset: 1 } },
  steps,
  evaluate: ([xr, xz, xn], [hr, hz, hn], { hidden }) => {
    const r = logistic(xr! + hr!);
    const z = logistic(xz! + hz!);
    const n = Math.tanh(xn! + r * hn!);
    return { hidden: (1 - z) * n + z * hidden, cell: 0 };
  },
});

function steps({ fromInput, hiddenWeights, hiddenBiases, mask, reverse }: CellParts): Tensor {
  const [xr, xz, xn] = fromInput as Three;
  const [br, bz, bn] = hiddenBiases as Three;
  const sequences = [add(xr, br), add(xz, bz), xn];
  const masks = mask ? [mask] : [];
  const states = [startState(xn)];
  const { results } = scan(
    { states, sequences: [...sequences, ...masks], shared: [...hiddenWeights, bn], reverse },
    ([h], [xr, xz, xn, m], [Rr, Rz, Rn, bn]) => {
      const r = sigmoid(add(matmul(h!, transpose(Rr!)), xr!));
      const z = sigmoid(add(matmul(h!, transpose(Rz!)), xz!));
      const q = add(matmul(h!, transpose(Rn!)), bn!);
      const n = tanh(add(xn!, mul(r, q)));
      const next = masked(add(n, mul(z, sub(h!, n))), m);
      return { states: [next], results: [next, h!, r, z, n, q] };
    },
  );
  const [y, before, ...kept] = results as [Tensor, Tensor, ...Tensor[]];
  return withGradient(y, [...sequences, ...hiddenWeights, bn], (dy) => {
    // With g the gradient of the new h, and q = R_n h + c_n, each step backwards is linear in g: all but three products
    // are element-wise, and what belongs to the weights waits until all steps are done.
    const { results } = scan(
      { states, sequences: [dy, before, ...kept, ...masks], shared: hiddenWeights, reverse: !reverse },
      ([dh], [dy, h, r, z, n, q, m], [Rr, Rz, Rn]) => {
        const g = masked(add(dy!, dh!), m);
        const past = mul(g, z!);
        const fresh = sub(g, past);
        const dn = mul(fresh, sub(1, mul(n!, n!)));
        const dq = mul(dn, r!);
        const dr = mul(mul(dq, q!), sub(1, r!));
        const dz = mul(mul(fresh, z!), sub(h!, n!));
        const products = add(add(matmul(dr, Rr!), matmul(dz, Rz!)), matmul(dq, Rn!));
        return { states: [add(past, products)], results: [dr, dz, dn, dq] };
      },
    );
    const [dr, dz, dn, dq] = results as [...Three, Tensor];
    const weights = [dr, dz, dq].map((d) => weightGradient(d, before));
    return [dr, dz, dn, ...weights, sum(dq, { axis: [0, 1] })];
  });
}

type Three = [Tensor, Tensor, Tensor];
