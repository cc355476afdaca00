import { flatten, mean, norm, normalize, square, sub, type Tensor } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { choice } from "../objective-options.js";
import { sumOverPairs } from "../sum-over-pairs.js";
import { alike } from "./resize-map.js";

/**
 * Attention transfer: where the student's maps are active, and how much, is as in the teacher's.
 *   L = Σ_l mean_i || Q_s - Q_t ||_2      Q(F) = vec(Σ_channels F²) / || · ||_2, one a sample
 * `form: "code"` takes the mean of the squared differences over samples and pixels, as the authors' code does.
 * The same for maps that are stretched.
 * Source: Zagoruyko and Komodakis 2016, arXiv:1612.03928, section 3.1, with activation-based attention and p = 2.
 */
export const attentionTransfer = defineObjective({
  name: "attention-transfer",
  family: "feature",
  paper: "arXiv:1612.03928",
  formula: "Σ_l mean_i || Q_s - Q_t ||_2, Q(F) = vec(Σ_channels F²) / || vec(Σ_channels F²) ||_2",
  notes:
    "The paper has the norm of the difference; the published code the mean of its squares (form: code, for which weights " +
    "near 1000 are usual). Of maps of different sizes the larger is pooled to the smaller.",
  needs: { student: ["taps"], teacher: ["taps"], taps: { kinds: ["map"], which: "all" } },
  options: { form: choice("paper", "code") },
  weight: 1,
  alpha: 1,
  loss: ({ pairs }, { form }) =>
    sumOverPairs(pairs, ({ student, teacher }) => {
      const [s, t] = alike(student, teacher);
      const difference = sub(attention(s), attention(t)); // [batch, pixels]
      return form === "code" ? mean(square(difference)) : mean(norm(difference, { axis: -1 }));
    }),
});

/** `[batch, channels, height, width]` → `[batch, pixels]` of length 1. */
const attention = (map: Tensor): Tensor => normalize(flatten(mean(square(map), { axis: 1 })));
