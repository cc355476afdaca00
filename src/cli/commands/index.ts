import type { Command } from "../define-command.js";
import { doctor } from "./doctor.js";
import { inspect } from "./inspect.js";
import { methods } from "./methods.js";

/** All commands, in the order in which help lists them. */
export const commands: readonly Command[] = [inspect, methods, doctor];
