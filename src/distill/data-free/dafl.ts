import { abs, add, argMax, crossEntropy, log, mean, mul, neg, softmax, sub, sum } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice, nonNegative, positive } from "../objective-options.js";
import { lastStage, withArrow, withLoss, withNetwork } from "../scheme.js";

/**
 * Data-free learning: a generator makes samples of noise that the teacher is sure of, that move its features, and that are
 * of all classes alike. The student learns the teacher's soft targets of them, and sees no data.
 *   of the generator   L = CE(t, argmax t) - α · mean_i ||f_i||₁ - β · H( mean_i softmax(t_i) )
 *   H(p) = -1/C Σ_c p_c log p_c
 * t, f: what the teacher makes of the generator's samples, in place of the student's logits and taps: the gradient goes
 * through the teacher, which does not change. `form: "code"`: the mean of |f| over all features, and H without 1/C.
 * Source: Chen, Wang, Xu, Yang, Liu, Shi, Xu, Xu, Tian 2019, arXiv:1904.01186, equations 4 to 8.
 */
export const dafl = defineObjective({
  name: "dafl",
  family: "data-free",
  paper: "arXiv:1904.01186",
  formula:
    "of the generator: CE(t, argmax t) - α · mean_i ||f_i||₁ - β · H( mean_i softmax(t_i) ), t and f of the teacher; " +
    "of the student: soft-targets of what it makes",
  notes:
    "Generator and student learn in one step. Labels play no part, whatever alpha says; validation data only choose the " +
    "epoch. The published code (form: code) takes means over features, and the entropy without 1/C to the base 10.",
  needs: { student: ["logits", "taps"], taps: { kinds: ["vector", "map"], which: "last" } },
  zeroAtTeacher: false,
  options: {
    activation: nonNegative({ default: 0.1 }),
    entropy: nonNegative({ default: 5 }),
    temperature: positive({ default: 1 }),
    form: choice("paper", "code"),
  },
  weight: 1,
  alpha: 0,
  scheme(draft, { arrow, options }) {
    const generator = "generator";
    const grown = withNetwork(draft, generator, { generator: draft.source });
    const taught = withLoss(grown, generator, { alpha: 0, arrows: [{ ...arrow, from: [] }] });
    const { arrows } = lastStage(taught).learn[draft.learner] ?? { arrows: [] };
    const soft = { name: "soft-targets", weight: 1, temperature: options["temperature"] as number, from: draft.source };
    return withArrow(withLoss(taught, draft.learner, { alpha: 0, arrows }), soft);
  },
  loss({ student: { logits: t }, pairs }, { activation: α, entropy: β, form }) {
    const f = pairs[0]!.student;
    const isCode = form === "code";
    const sure = mean(crossEntropy(t, argMax(t)));
    const size = isCode ? mean(abs(f)) : mean(sum(abs(f), { axis: f.shape.map((_, axis) => axis).slice(1) }));
    const p = mean(softmax(t), { axis: 0 }); // [classes]
    const scale = isCode ? 1 / Math.LN10 : 1 / (p.shape[0] as number);
    const disorder = mul(neg(sum(mul(p, log(add(p, 1e-30))))), scale);
    return sub(sub(sure, mul(α, size)), mul(β, disorder));
  },
});
