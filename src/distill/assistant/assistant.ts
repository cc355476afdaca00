import { klDivergence, mean, mul } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { count, positive } from "../objective-options.js";
import { withArrow, withNetwork, withStage } from "../scheme.js";

/**
 * Teacher assistants: networks of sizes between teacher and student, each learning from the one before it, the student from
 * the last. Every step is soft targets.
 *   L = T² · KL( softmax(t / T) || softmax(s / T) )
 * Further methods of the recipe teach the student from the last assistant too.
 * Source: Mirzadeh, Farajtabar, Li, Levine, Matsukawa, Ghasemzadeh 2020, arXiv:1902.03393, section 3.
 */
export const assistant = defineObjective({
  name: "assistant",
  family: "assistant",
  paper: "arXiv:1902.03393",
  formula: "T² · KL( softmax(t / T) || softmax(s / T) ), teacher → assistants → student",
  notes: "The assistants' widths and depths lie between those of teacher and student, at equal ratios.",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: { assistants: count({ default: 1 }), temperature: positive({ default: 4 }) },
  weight: "1 - alpha",
  alpha: 0.1,
  scheme(draft, { arrow, options, alpha }) {
    const number = Number(options["assistants"]);
    let chain = draft;
    for (let i = 1; i <= number; i++) {
      const name = number === 1 ? "assistant" : `assistant-${i}`;
      chain = withNetwork(chain, name, { between: [draft.source, "student"], share: i / (number + 1) });
      chain = withStage(chain, {
        main: name,
        learn: { [name]: { alpha, arrows: [{ ...arrow, from: chain.source }] } },
      });
      chain = { ...chain, source: name };
    }
    return withArrow(chain, { ...arrow, from: chain.source });
  },
  loss: ({ student, teacher }, { temperature: T }) =>
    mul(mean(klDivergence(teacher.logits, student.logits, T)), mul(T, T)),
});
