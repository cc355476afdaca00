import { OptionError, suggestion } from "../tensor/index.js";
import type { Objective } from "./define-objective.js";
import * as assistant from "./assistant/index.js";
import * as dataFree from "./data-free/index.js";
import * as feature from "./feature/index.js";
import * as multiTeacher from "./multi-teacher/index.js";
import * as online from "./online/index.js";
import * as relation from "./relation/index.js";
import * as response from "./response/index.js";
import * as self from "./self/index.js";

/** Every objective, by family. */
export const objectives = [response, feature, relation, self, online, multiTeacher, assistant, dataFree].flatMap(
  (family): readonly unknown[] => Object.values(family),
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
