import { OptionError, suggestion } from "../tensor/index.js";
import type { Objective } from "./define-objective.js";
import { checkOption, nonNegative, type OptionValue } from "./objective-options.js";
import { objectiveByName } from "./objectives.js";
import { isRamp, type Ramp } from "./ramp.js";

/**
 * Which inner tensors are compared: one name that both networks have, names, or pairs as `{ student's: teacher's }`.
 */
export type TapChoice = string | readonly string[] | Readonly<Record<string, string>>;

/** One objective with its options, as a recipe names it. */
export interface ObjectiveChoice {
  readonly name: string;
  readonly weight?: number | Ramp | undefined;
  readonly taps?: TapChoice | undefined;
  readonly [option: string]: OptionValue | TapChoice | undefined;
}

/** An objective whose options are checked and complete. */
export interface ResolvedObjective {
  readonly objective: Objective;
  readonly weight: number | Ramp;
  /** Undefined: matched by depth. */
  readonly taps: TapChoice | undefined;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** What objectives take from the rest of the recipe where they do not say it themselves. */
export interface Inherited {
  /** The weight of the labels' cross-entropy. */
  readonly alpha: number | Ramp;
  /** Of each objective that has a temperature. */
  readonly temperature?: number | Ramp | undefined;
  /** Of the whole training: of each objective that has this option. */
  readonly epochs?: number | undefined;
}

/** Options that every objective has. */
const common = ["weight", "taps"];

/**
 * Fills in what a recipe leaves out of an objective.
 * @param objective default: the one of the catalogue that is named
 * @throws OptionError for unknown objectives and options (the nearest is suggested), or values outside of what they accept
 */
export function resolveObjective(
  { name, weight, taps, ...given }: ObjectiveChoice,
  { alpha, ...inherited }: Inherited,
  objective: Objective = objectiveByName(name),
): ResolvedObjective {
  for (const option of Object.keys(given)) {
    if (option in objective.options) continue;
    const known = [...common, ...Object.keys(objective.options)];
    throw new OptionError(
      `method: ${name} has no option "${option}".${suggestion(option, known)} See limbeck methods ${name}.`,
    );
  }
  if (weight !== undefined) checkOption(`${name}.weight`, nonNegative({ default: 1 }), weight);
  if (taps !== undefined && !objective.needs.taps) {
    throw new OptionError(`method: ${name} compares no inner tensors, so it takes no taps. Leave them out.`);
  }
  const options = Object.entries(objective.options).map(([option, description]) => {
    const value = given[option] ?? inherited[option as keyof typeof inherited] ?? description.default;
    checkOption(`${name}.${option}`, description, value);
    return [option, value] as const;
  });
  const fallback = objective.weight === "1 - alpha" ? restOf(alpha) : objective.weight;
  return { objective, weight: weight ?? fallback, taps, options: Object.fromEntries(options) };
}

const restOf = (alpha: number | Ramp): number | Ramp =>
  isRamp(alpha)
    ? { ...alpha, from: withoutRoundingError(1 - alpha.from), to: withoutRoundingError(1 - alpha.to) }
    : withoutRoundingError(1 - alpha);

/** 1 - 0.9 is 0.1, not 0.09999999999999998. */
const withoutRoundingError = (x: number): number => Number(x.toPrecision(15));
