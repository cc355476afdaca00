import type { Family, Needs } from "../distill/define-objective.js";
import { expectedOf, type OptionValue } from "../distill/objective-options.js";
import { objectiveByName, objectives } from "../distill/objectives.js";
import type { Ramp } from "../distill/ramp.js";

/** An objective as `limbeck methods` lists it. */
export interface MethodFacts {
  readonly name: string;
  readonly family: Family;
  readonly paper: string;
  readonly needs: Needs;
  readonly options: Readonly<Record<string, { readonly default: OptionValue; readonly expected: string }>>;
  readonly formula: string;
  /** What else is worth knowing, such as where paper and published code differ. */
  readonly notes?: string;
  /** The weight where a recipe gives none. */
  readonly weight: number | Ramp | "1 - alpha";
  /** The weight of the labels' cross-entropy where a recipe gives none. */
  readonly alpha: number;
}

/**
 * The catalogue of objectives, or one of them.
 * @throws OptionError that suggests the nearest, if there is none of that name
 */
export function methods(name?: string): MethodFacts[] {
  const chosen = name === undefined ? objectives : [objectiveByName(name)];
  return chosen.map(({ name, family, paper, needs, options, formula, notes, weight, alpha }) => ({
    name,
    family,
    paper,
    needs,
    options: Object.fromEntries(
      Object.entries(options).map(([option, rule]) => [option, { default: rule.default, expected: expectedOf(rule) }]),
    ),
    formula,
    ...(notes !== undefined && { notes }),
    weight,
    alpha,
  }));
}
