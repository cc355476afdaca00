import { OptionError, suggestion } from "../tensor/index.js";
import type { Objective } from "./define-objective.js";
import * as feature from "./feature/index.js";
import * as relation from "./relation/index.js";
import * as response from "./response/index.js";

/** Every objective, by family. */
export const objectives = [response, feature, relation].flatMap((family): readonly unknown[] =>
  Object.values(family),
) as readonly Objective[];

/**
 * The objective of a name.
 * @throws OptionError that suggests the nearest
 */
export function objectiveByName(name: string): Objective {
  const found = objectives.find((objective) => objective.name === name);
  if (found) return found;
  const names = objectives.map((objective) => objective.name);
  throw new OptionError(`method: there is no objective ${JSON.stringify(name)}.${suggestion(name, names)}`);
}
