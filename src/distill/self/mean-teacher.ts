import { mean, softmax, square, sub } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { fraction } from "../objective-options.js";
import { lastStage, withNetwork } from "../scheme.js";

/**
 * Mean teacher: a network learns what the moving average of its own weights says; the average is what is kept.
 *   L = mean over samples and classes of ( softmax(s) - softmax(t) )²      t of the averaged weights
 * Source: Tarvainen and Valpola 2017, arXiv:1703.01780, equation 1 and section 2.
 */
export const meanTeacher = defineObjective({
  name: "mean-teacher",
  family: "self",
  paper: "arXiv:1703.01780",
  formula: "mean over samples and classes of ( softmax(s) - softmax(t) )², t of the moving average of the weights",
  notes:
    "The network learner learns; the student is the average of its weights, and sees each batch with masks of its own. " +
    "The weight rises over the first fifth of training.",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: { decay: fraction({ default: 0.99 }) },
  weight: { from: 0, to: 10, share: 0.2, shape: "sigmoid" },
  alpha: 1,
  scheme(draft, { arrow, options }) {
    const learner = "learner";
    const stage = lastStage(draft);
    const { [draft.learner]: loss = { arrows: [] }, ...others } = stage.learn;
    const learn = { ...others, [learner]: { ...loss, arrows: [...loss.arrows, { ...arrow, from: draft.learner }] } };
    const averaged = withNetwork(withNetwork(draft, learner, { like: "student" }), draft.learner, {
      average: learner,
      decay: Number(options["decay"]),
    });
    return { ...averaged, learner, stages: [...draft.stages.slice(0, -1), { ...stage, learn }] };
  },
  loss: ({ student, teacher }) => mean(square(sub(softmax(student.logits), softmax(teacher.logits)))),
});
