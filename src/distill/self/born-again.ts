import { klDivergence, mean, mul } from "../../graph/index.js";
import { defineObjective } from "../define-objective.js";
import { count, positive } from "../objective-options.js";
import { lastStage, withArrow, withNetwork, withStage } from "../scheme.js";

/**
 * Born-again networks: each generation learns the labels and what the generation before it says, from first weights of its
 * own. The baseline is generation 0, the student the last one.
 *   L = T² · KL( softmax(t / T) || softmax(s / T) ), t of the generation before
 * The run also tells what all generations say together, their probabilities averaged.
 * Source: Furlanello, Lipton, Tschannen, Itti, Anandkumar 2018, arXiv:1805.04770, section 3 (T = 1).
 */
export const bornAgain = defineObjective({
  name: "born-again",
  family: "self",
  paper: "arXiv:1805.04770",
  formula: "T² · KL( softmax(t / T) || softmax(s / T) ), t of the generation before; generation 0 is the baseline",
  needs: { student: ["logits"], teacher: ["logits"] },
  options: { generations: count({ default: 2 }), temperature: positive({ default: 1 }) },
  weight: 1,
  alpha: 1,
  scheme(draft, { arrow, options, alpha }) {
    let grown = draft;
    let before = "baseline";
    for (let k = 1; k < Number(options["generations"]); k++) {
      const name = `generation-${k}`;
      grown = withNetwork(grown, name, { like: "student" });
      grown = withStage(grown, { main: name, learn: { [name]: { alpha, arrows: [{ ...arrow, from: before }] } } });
      before = name;
    }
    const ensemble = [...(draft.ensembles?.["generations"] ?? []), ...generationsOf(grown), lastStage(grown).main];
    return {
      ...withArrow(grown, { ...arrow, from: before }),
      ensembles: { ...draft.ensembles, generations: ensemble },
    };
  },
  loss: ({ student, teacher }, { temperature: T }) =>
    mul(mean(klDivergence(teacher.logits, student.logits, T)), mul(T, T)),
});

const generationsOf = ({ networks }: { readonly networks: object }): string[] =>
  Object.keys(networks).filter((name) => name.startsWith("generation-"));
