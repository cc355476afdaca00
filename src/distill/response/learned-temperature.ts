import {
  add,
  klDivergence,
  mean,
  mul,
  neg,
  reshape,
  sigmoid,
  withGradient,
  type Parameter,
  type Tensor,
} from "../../graph/index.js";
import { constantParameter, Module } from "../../nn/index.js";
import { defineObjective } from "../define-objective.js";
import { nonNegative, positive } from "../objective-options.js";
import { standardize, standardized } from "./standardize.js";

/**
 * Soft targets with a learned temperature: T climbs the loss that the student descends, so that it stays hard.
 *   L = T² · KL( softmax(t / T) || softmax(s / T) )      T = T_min + T_range · sigmoid(θ)
 * The gradient of θ is turned round and multiplied by λ, which rises from 0 to 1: an easy start.
 * Source: Li, Li, Yang, Zhao, Song, Luo, Li, Yang 2023, arXiv:2211.16231, section 3 (the global temperature).
 */
export const learnedTemperature = defineObjective({
  name: "learned-temperature",
  family: "response",
  paper: "arXiv:2211.16231",
  formula:
    "T² · KL( softmax(t / T) || softmax(s / T) ), T = T_min + T_range · sigmoid(θ); θ gets -λ times its gradient",
  notes: "A temperature that follows a schedule is a ramp of the option temperature of any other objective.",
  needs: { student: ["logits"], teacher: ["logits"], helpers: ["temperature"] },
  options: {
    minimum: positive({ default: 1 }),
    range: positive({ default: 20 }),
    reversal: nonNegative({ default: { from: 0, to: 1, share: 1 / 24, shape: "cosine" } }),
    standardize,
  },
  weight: "1 - alpha",
  alpha: 0.1,
  helpers: () => ({ temperature: new Theta() }),
  loss({ student, teacher, helpers }, { minimum, range, reversal: λ, standardize }) {
    const θ = reversed(reshape(helpers.temperature.theta, []), λ);
    const T = add(minimum, mul(range, sigmoid(θ)));
    const [s, t] = [standardized(student.logits, standardize), standardized(teacher.logits, standardize)];
    return mul(mean(klDivergence(t, s, T)), mul(T, T));
  },
});

/** The one number that is learned; starts at 1, as the authors' code does. */
class Theta extends Module {
  readonly theta: Parameter = constantParameter([1], 1);

  forward(): Tensor {
    return this.theta;
  }
}

/** x, whose gradient is turned round: what it belongs to climbs where all else descends (Ganin and Lempitsky 2015). */
const reversed = (x: Tensor, strength: Tensor): Tensor => withGradient(x, [x], (dy) => [neg(mul(strength, dy))]);
