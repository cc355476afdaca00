import { OptionError } from "../tensor/index.js";
import type { Ramp } from "./ramp.js";
import { resolveObjective, type ObjectiveChoice, type ResolvedObjective } from "./resolve-objective.js";
import type { ArrowChoice } from "./scheme.js";
import { objectiveByName } from "./objectives.js";

/** An arrow of a scheme: an objective, and the networks that its student learns from. */
export interface Arrow extends ResolvedObjective {
  /** Names of networks; several for an objective that takes several teachers or peers. */
  readonly from: readonly string[];
}

/** What one network learns: `L = alpha · CE + Σ weight_i · L_i`, resolved. */
export interface LossPlan {
  readonly alpha: number | Ramp;
  readonly labelSmoothing: number;
  readonly objectives: readonly Arrow[];
}

/** What a recipe says of a network's loss. */
export interface LossSettings {
  readonly alpha?: number | Ramp | undefined;
  /** Goes to each objective that has this option and does not set it itself. */
  readonly temperature?: number | Ramp | undefined;
  /** Of the whole training, for objectives that depend on it. */
  readonly epochs?: number | undefined;
  readonly labelSmoothing?: number | undefined;
  /** None: hard labels alone, with alpha = 1. Where `from` is left out, an arrow comes from "teacher". */
  readonly method: readonly ArrowChoice[];
}

/**
 * Fills in what a recipe leaves out: alpha is the first objective's default, a weight its descriptor's.
 * @throws OptionError for unknown objectives and options (the nearest is suggested), values outside of what they accept, or
 *                     weights that are all 0
 */
export function planLoss({ alpha, temperature, epochs, labelSmoothing = 0, method }: LossSettings): LossPlan {
  const first = method[0];
  const labelWeight = alpha ?? (first ? objectiveByName(first.name).alpha : 1);
  const inherited = { alpha: labelWeight, temperature, epochs };
  const objectives = method.map(({ from = "teacher", ...choice }) => ({
    ...resolveObjective(choice as ObjectiveChoice, inherited),
    from: typeof from === "string" ? [from] : from,
  }));
  if (first && [labelWeight, ...objectives.map(({ weight }) => weight)].every((weight) => weight === 0)) {
    throw new OptionError(
      `method: alpha and the weights of ${objectives.map(({ objective }) => objective.name).join(", ")} are all 0, ` +
        `so there is nothing to learn. Set one of them above 0.`,
    );
  }
  return { alpha: labelWeight, labelSmoothing, objectives };
}
