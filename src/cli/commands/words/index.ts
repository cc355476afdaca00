import type { CommandGroup } from "../../define-command.js";
import { project } from "./project.js";
import { similar } from "./similar.js";
import { train } from "./train.js";

export const words: CommandGroup = {
  name: "words",
  summary: "Work with word vectors",
  commands: [train, similar, project],
};
