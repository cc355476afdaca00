import type { CommandGroup } from "../../define-command.js";
import { project } from "./project.js";
import { similar } from "./similar.js";

export const words: CommandGroup = {
  name: "words",
  summary: "Work with word vectors",
  commands: [similar, project],
};
