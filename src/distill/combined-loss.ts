import { add, crossEntropy, input, mean, mul, type Input, type Tensor } from "../graph/index.js";
import { OptionError, suggestion } from "../tensor/index.js";
import { checkOption, type Objective, type ObjectiveInputs } from "./define-objective.js";
import { objectiveByName } from "./objectives.js";

/** One objective with its options, as a recipe names it. */
export interface ObjectiveChoice {
  readonly name: string;
  readonly weight?: number | undefined;
  readonly [option: string]: number | string | boolean | undefined;
}

/** An objective whose options are checked and complete. */
export interface ResolvedObjective {
  readonly objective: Objective;
  readonly weight: number;
  readonly options: Readonly<Record<string, number | string>>;
}

/** `L = alpha · CE + Σ weight_i · L_i`, resolved. */
export interface LossPlan {
  readonly alpha: number;
  readonly labelSmoothing: number;
  readonly objectives: readonly ResolvedObjective[];
}

/** What a recipe says of the loss. */
export interface LossSettings {
  readonly alpha?: number | undefined;
  /** Goes to each objective that has this option and does not set it itself. */
  readonly temperature?: number | undefined;
  readonly labelSmoothing?: number | undefined;
  /** None: hard labels alone, with alpha = 1. */
  readonly method: readonly ObjectiveChoice[];
}

/**
 * Fills in what a recipe leaves out: alpha is the first objective's default, a weight its descriptor's.
 * @throws OptionError for unknown objectives and options (the nearest is suggested), or values outside of what they accept
 */
export function planLoss({ alpha, temperature, labelSmoothing = 0, method }: LossSettings): LossPlan {
  const chosen = method.map((choice) => ({ choice, objective: objectiveByName(choice.name) }));
  const wholeAlpha = alpha ?? chosen[0]?.objective.alpha ?? 1;
  return {
    alpha: wholeAlpha,
    labelSmoothing,
    objectives: chosen.map(({ choice, objective }) => {
      const fallback = objective.weight === "1 - alpha" ? 1 - wholeAlpha : objective.weight;
      return { objective, weight: choice.weight ?? fallback, options: resolveOptions(objective, choice, temperature) };
    }),
  };
}

function resolveOptions(
  objective: Objective,
  { name, weight: _weight, ...given }: ObjectiveChoice,
  temperature: number | undefined,
): Record<string, number | string> {
  for (const option of Object.keys(given)) {
    if (option in objective.options) continue;
    throw new OptionError(
      `method ${name}: there is no option ${option}.${suggestion(option, ["weight", ...Object.keys(objective.options)])}`,
    );
  }
  return Object.fromEntries(
    Object.entries(objective.options).map(([option, description]) => {
      const inherited = option === "temperature" ? temperature : undefined;
      const value = given[option] ?? inherited ?? description.default;
      checkOption(name, option, description, value);
      return [option, value as number | string];
    }),
  );
}

/** A loss as a graph, and the scalars that it is fed. */
export interface CombinedLoss {
  readonly total: Tensor;
  /** The unweighted terms by name: "cross-entropy" and those of the objectives. */
  readonly terms: Readonly<Record<string, Tensor>>;
  /** Numbers that a sweep moves: alpha, weights and numeric options, as inputs of the graph with their values. */
  readonly scalars: ReadonlyMap<Input, number>;
}

/**
 * Builds `L = alpha · CE + Σ weight_i · L_i`. Every number enters as a scalar input: other values need no new graph.
 * A term whose weight is 0 stays in the graph, so that a sweep over alpha from 0 to 1 needs only one.
 */
export function combinedLoss(
  plan: LossPlan,
  inputs: Omit<ObjectiveInputs, "teacher"> & Partial<ObjectiveInputs>,
): CombinedLoss {
  const scalars = new Map<Input, number>();
  const scalarInput = (name: string, value: number): Input => {
    const made = input(name, []);
    scalars.set(made, value);
    return made;
  };
  const hard = mean(crossEntropy(inputs.student.logits, inputs.labels, { labelSmoothing: plan.labelSmoothing }));
  const terms: Record<string, Tensor> = { "cross-entropy": hard };
  let total = plan.objectives.length === 0 ? hard : mul(scalarInput("alpha", plan.alpha), hard);
  plan.objectives.forEach(({ objective, weight, options }, i) => {
    const tensors = Object.fromEntries(
      Object.entries(options).map(([option, value]) => [
        option,
        typeof value === "number" ? scalarInput(`objective_${i}.${option}`, value) : value,
      ]),
    );
    const loss = objective.loss(inputs as ObjectiveInputs, tensors as never);
    terms[objective.name in terms ? `${objective.name}-${i}` : objective.name] = loss;
    total = add(total, mul(scalarInput(`objective_${i}.weight`, weight), loss));
  });
  return { total, terms, scalars };
}
