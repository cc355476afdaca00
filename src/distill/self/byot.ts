import { add, cast, greater, klDivergence, maximum, mean, mul, square, sub, sum } from "../../graph/index.js";
import { OptionError } from "../../tensor/index.js";
import { defineObjective } from "../define-objective.js";
import { nonNegative, positive } from "../objective-options.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { lastStage, withLoss, withNetwork } from "../scheme.js";

/**
 * Be your own teacher: small classifiers on the student's inner layers learn the labels, what the whole student says, and
 * its last map. Their gradient goes through the layers that they share with it. They are thrown away at the end.
 *   of each exit   L = T² · KL( softmax(t / T) || softmax(s / T) ) + β · mean_i Σ (F_exit - F_last)² where one of both is above 0
 * t, F_last: the whole student's logits and last map, detached.
 * Source: Zhang, Song, Gao, Chen, Bao, Ma 2019, arXiv:1905.08094, equations 2 to 5 (of labels and soft targets, 1 - a and a).
 */
export const byot = defineObjective({
  name: "byot",
  family: "self",
  paper: "arXiv:1905.08094",
  formula:
    "of each exit: T² · KL( softmax(t / T) || softmax(s / T) ) + β · mean_i Σ (F_exit - F_last)², t of the whole student",
  notes:
    "Exits stand at every depth of the student but the last. The published code sums the second term over the batch " +
    "(β = 1e-6); here it is a mean over samples.",
  needs: {
    student: ["logits", "taps"],
    teacher: ["logits", "taps"],
    taps: { kinds: ["map", "vector"], which: "last" },
  },
  options: { temperature: positive({ default: 3 }), beta: nonNegative({ default: 1e-4 }) },
  weight: "1 - alpha",
  alpha: 0.9,
  scheme(draft, { arrow, alpha, depths }) {
    if (!depths || depths.length < 2) {
      throw new OptionError(
        "method: byot needs a student with inner layers before its last one, known by name (mlp, cnn, resnet): " +
          `this one has ${depths ? `only ${depths.join(", ")}` : "a function of its own"}. Give it more layers.`,
      );
    }
    const last = depths.at(-1)!;
    const whole = lastStage(draft).learn[draft.learner]!;
    return depths.slice(0, -1).reduce(
      (grown, tap, i) => {
        const exit = `exit-${i + 1}`;
        const arrows = [{ ...arrow, from: draft.learner, taps: { features: last } }];
        return withLoss(withNetwork(grown, exit, { exit: draft.learner, tap }), exit, { alpha, arrows });
      },
      withLoss(draft, draft.learner, { ...whole, alpha: whole.arrows.length > 0 ? whole.alpha : 1 }),
    );
  },
  loss: ({ student, teacher, pairs }, { temperature: T, beta: β }) => {
    const soft = mul(mean(klDivergence(teacher.logits, student.logits, T)), mul(T, T));
    const features = sumOverPairs(pairs, ({ student: s, teacher: t }) => {
      const isActive = cast(greater(maximum(s, t), 0), "float32");
      const axes = s.shape.map((_, axis) => axis).slice(1);
      return mean(sum(mul(isActive, square(sub(s, t))), { axis: axes }));
    });
    return add(soft, mul(β, features));
  },
});
