import { planLoss } from "../../distill/loss-plan.js";
import type { OptionValue } from "../../distill/objective-options.js";
import type { Ramp } from "../../distill/ramp.js";
import type { ObjectiveChoice, TapChoice } from "../../distill/resolve-objective.js";
import { OptionError, RecipeError } from "../../tensor/index.js";

/** One objective with its weight and all its options. */
export interface ResolvedObjective {
  readonly name: string;
  readonly weight: number | Ramp;
  readonly taps?: TapChoice;
  readonly [option: string]: OptionValue | TapChoice;
}

/** What a method takes from the rest of the recipe. */
export interface MethodContext {
  readonly alpha: number | Ramp | undefined;
  readonly temperature: number | Ramp | undefined;
  /** Of the student's training. */
  readonly epochs: number;
  readonly source: string;
}

export interface ResolvedMethod {
  readonly method: readonly ResolvedObjective[];
  readonly alpha: number | Ramp;
  /** Of the first objective that has one; else 1. */
  readonly temperature: number | Ramp;
}

/**
 * Objectives with every option filled in, and the weight of the labels' cross-entropy:
 *   L = alpha · CE + Σ weight_i · L_i
 * @throws RecipeError if an objective or an option is unknown, or a value is not accepted
 */
export function resolveMethod(
  method: readonly ObjectiveChoice[],
  { source, temperature, ...context }: MethodContext,
): ResolvedMethod {
  try {
    const plan = planLoss({ ...context, temperature, method });
    const resolved = plan.objectives.map(({ objective, weight, taps, options }) => ({
      name: objective.name,
      weight,
      ...(taps !== undefined && { taps }),
      ...options,
    }));
    const own = resolved.map((one) => (one as Partial<ResolvedObjective>)["temperature"]).find((T) => T !== undefined);
    return { alpha: plan.alpha, method: resolved, temperature: temperature ?? (own as number | Ramp | undefined) ?? 1 };
  } catch (cause) {
    if (!(cause instanceof OptionError)) throw cause;
    throw new RecipeError(`recipe ${source}: ${cause.message}`, { cause });
  }
}
