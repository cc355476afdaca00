import { OptionError, suggestion } from "../tensor/index.js";
import type { Objective } from "./define-objective.js";
import * as response from "./response/index.js";

/** Every objective, by family. */
export const objectives = [...Object.values(response)] as unknown as readonly Objective[];

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
