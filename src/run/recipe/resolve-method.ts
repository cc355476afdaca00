import { checkOption } from "../../distill/define-objective.js";
import { objectiveByName } from "../../distill/objectives.js";
import { OptionError, RecipeError, suggestion } from "../../tensor/index.js";
import type { ObjectiveOptions } from "./method-schema.js";

/** One objective with its weight and all its options. */
export interface ResolvedObjective {
  readonly name: string;
  readonly weight: number;
  readonly [option: string]: number | string;
}

/**
 * Objectives with every option filled in, and the weight of the labels' cross-entropy:
 *   L = alpha · CE + Σ weight_i · L_i
 * @param alpha       the recipe's; default that of the first objective
 * @param temperature the recipe's: of each objective that has a temperature and does not set its own
 * @throws RecipeError if an objective or an option is unknown, or a value is not accepted
 */
export function resolveMethod(
  method: readonly ObjectiveOptions[],
  { alpha, temperature, source }: { alpha: number | undefined; temperature: number; source: string },
): { readonly method: readonly ResolvedObjective[]; readonly alpha: number } {
  try {
    const labelWeight = alpha ?? objectiveByName(method[0]!.name).alpha;
    return { alpha: labelWeight, method: method.map((one) => resolveObjective(one, labelWeight, temperature)) };
  } catch (cause) {
    if (!(cause instanceof OptionError)) throw cause;
    throw new RecipeError(`recipe ${source}: ${cause.message}`, { cause });
  }
}

function resolveObjective(given: ObjectiveOptions, alpha: number, temperature: number): ResolvedObjective {
  const { name, weight, ...options } = given;
  const objective = objectiveByName(name);
  const known = Object.keys(objective.options);
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    throw new OptionError(
      `method: ${name} has no option "${option}".${suggestion(option, ["weight", ...known])} See limbeck methods ${name}.`,
    );
  }
  const values = known.map((option) => {
    const rule = objective.options[option]!;
    const value = options[option] ?? (option === "temperature" ? temperature : rule.default);
    checkOption(name, option, rule, value);
    return [option, value as number | string] as const;
  });
  const ownWeight = objective.weight === "1 - alpha" ? withoutRoundingError(1 - alpha) : objective.weight;
  return { name, weight: weight ?? ownWeight, ...Object.fromEntries(values) };
}

/** 1 - 0.9 is 0.1, not 0.09999999999999998. */
const withoutRoundingError = (x: number): number => Number(x.toPrecision(15));
