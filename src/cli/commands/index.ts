import type { Command, CommandGroup } from "../define-command.js";
import { distill } from "./distill.js";
import { doctor } from "./doctor.js";
import { evaluate } from "./evaluate.js";
import { exportCommand } from "./export.js";
import { inspect } from "./inspect.js";
import { methods } from "./methods.js";
import { predict } from "./predict.js";
import { sweep } from "./sweep.js";
import { words } from "./words/index.js";

/** All commands, in the order in which help lists them. */
export const commands: readonly (Command | CommandGroup)[] = [
  distill,
  sweep,
  evaluate,
  predict,
  inspect,
  exportCommand,
  words,
  methods,
  doctor,
];
