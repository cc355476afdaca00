import type { CommandGroup } from "../../define-command.js";
import { analogy } from "./analogy.js";
import { convert } from "./convert.js";
import { evaluate } from "./evaluate.js";
import { info } from "./info.js";
import { project } from "./project.js";
import { prune } from "./prune.js";
import { similar } from "./similar.js";
import { train } from "./train.js";

export const words: CommandGroup = {
  name: "words",
  summary: "Work with word vectors",
  commands: [train, similar, analogy, evaluate, project, convert, prune, info],
};
