import { add, crossEntropy, input, mean, mul, Tensor, type Input } from "../graph/index.js";
import type { NetworkTensors, ObjectiveInputs } from "./define-objective.js";
import type { Arrow, LossPlan } from "./loss-plan.js";
import type { Ramp } from "./ramp.js";

/** A network's loss as a graph, and the scalars that it is fed. */
export interface NetworkLoss {
  readonly total: Tensor;
  /** The unweighted terms by name: "cross-entropy" and those of the objectives. */
  readonly terms: Readonly<Record<string, Tensor>>;
  /** Numbers that a sweep or a ramp moves: alpha, weights and numeric options, as inputs of the graph. */
  readonly scalars: ReadonlyMap<Input, number | Ramp>;
  /** New rows of what each arrow remembers, by the arrow's place. */
  readonly memory: readonly Readonly<Record<string, Tensor>>[];
}

export interface LossParts {
  /** Begins the names of the scalars: unique in a graph. */
  readonly name: string;
  readonly student: NetworkTensors;
  /** `[batch]`, int32; undefined where there is no data, hence no labels. */
  readonly labels: Tensor | undefined;
  /** What an arrow's formula is computed from. */
  readonly inputsOf: (arrow: Arrow, place: number) => ObjectiveInputs;
}

/**
 * Builds `L = alpha · CE + Σ weight_i · L_i`. Every number enters as a scalar input: other values need no new graph.
 * A term whose weight is 0 stays in the graph, so that a sweep over alpha from 0 to 1 needs only one.
 */
export function networkLoss(plan: LossPlan, { name, student, labels, inputsOf }: LossParts): NetworkLoss {
  const scalars = new Map<Input, number | Ramp>();
  const scalarInput = (what: string, value: number | Ramp): Input => {
    const made = input(`${name}.${what}`, []);
    scalars.set(made, value);
    return made;
  };
  const terms: Record<string, Tensor> = {};
  const weighted: Tensor[] = [];
  if (labels) {
    const hard = mean(crossEntropy(student.logits, labels, { labelSmoothing: plan.labelSmoothing }));
    terms["cross-entropy"] = hard;
    weighted.push(plan.objectives.length === 0 ? hard : mul(scalarInput("alpha", plan.alpha), hard));
  }
  const memory = plan.objectives.map((arrow, place) => {
    const { objective, weight, options } = arrow;
    const values = Object.entries(options).map(([option, value]) => {
      const isScalar = objective.options[option]!.kind === "number";
      return [option, isScalar ? scalarInput(`objective_${place}.${option}`, value as number | Ramp) : value];
    });
    const result = objective.loss(inputsOf(arrow, place), Object.fromEntries(values) as never);
    const { loss, memory } = result instanceof Tensor ? { loss: result, memory: {} } : result;
    terms[objective.name in terms ? `${objective.name}-${place}` : objective.name] = loss;
    weighted.push(mul(scalarInput(`objective_${place}.weight`, weight), loss));
    return memory;
  });
  return { total: weighted.reduce((sum, term) => add(sum, term)), terms, scalars, memory };
}
