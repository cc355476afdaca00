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

function steps({ x, inputWeight, hiddenWeight, inputBias, hiddenBias, mask, reverse }: RecurrentInputs): Tensor {
  const [features, hidden] = [x.shape[2] as number, hiddenWeight.shape[1] as number];
  // r and z see W x + R h: one product a step, for x and h together. n sees both apart.
  const [Wrz, Wn] = split(inputWeight, [2 * hidden, hidden]) as Two;
  const [Rrz, Rn] = split(hiddenWeight, [2 * hidden, hidden]) as Two;
  const [brz, bn] = split(inputBias, [2 * hidden, hidden]) as Two;
  const [crz, cn] = split(hiddenBias, [2 * hidden, hidden]) as Two;
  const weights = [beside(Wrz, Rrz), Wn, Rn];
  const biases = [add(brz, crz), bn, cn];
  const masks = mask ? [mask] : [];
  const states = [startState(x, hidden)];
  const { results } = scan(
    { states, sequences: [x, ...masks], shared: [...weights, ...biases], reverse },
    ([h], [x, m], [Wrz, Wn, Rn, brz, bn, cn]) => {
      const xh = beside(x!, h!);
      const [r, z] = split(sigmoid(affine(xh, Wrz!, brz!)), 2, { axis: -1 }) as Two;
      const q = affine(h!, Rn!, cn!);
      const n = tanh(add(affine(x!, Wn!, bn!), mul(r, q)));
      const next = masked(add(n, mul(z, sub(h!, n))), m);
      return { states: [next], results: [next, xh, h!, r, z, n, q] };
    },
  );
  const [y, inputs, ...kept] = results as [Tensor, Tensor, ...Tensor[]];
  return withGradient(y, [x, ...weights, ...biases], (dy) => {
    // With g the gradient of the new h, and q = R_n h + c_n, a step backwards is linear in g: all but three products are
    // element-wise, and what belongs to the weights waits until all steps are done.
    const { results } = scan(
      { states, sequences: [dy, ...kept, ...masks], shared: weights, reverse: !reverse },
      ([dh], [dy, h, r, z, n, q, m], [Wrz, Wn, Rn]) => {
        const g = masked(add(dy!, dh!), m);
        const past = mul(g, z!);
        const fresh = sub(g, past);
        const dn = mul(fresh, sub(1, mul(n!, n!)));
        const dq = mul(dn, r!);
        const dr = mul(mul(dq, q!), sub(1, r!));
        const dz = mul(mul(fresh, z!), sub(h!, n!));
        const drz = beside(dr, dz);
        const [dx, before] = split(matmul(drz, Wrz!), [features, hidden], { axis: -1 }) as Two;
        return {
          states: [add(add(past, before), matmul(dq, Rn!))],
          results: [add(dx, matmul(dn, Wn!)), drz, dn, dq],
        };
      },
    );
    const [dx, drz, dn, dq] = results as [Tensor, Tensor, Tensor, Tensor];
    return [
      dx,
      weightGradient(drz, inputs),
      weightGradient(dn, x),
      weightGradient(dq, kept[0]!),
      ...[drz, dn, dq].map((d) => sum(d, { axis: [0, 1] })),
    ];
  });
}

type Two = [Tensor, Tensor];
