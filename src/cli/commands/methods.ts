import { defineCommand } from "../define-command.js";

export const methods = defineCommand({
  name: "methods",
  summary: "List what a student can learn from its teacher, or explain one method",
  example: "limbeck methods soft-targets",
  args: [{ name: "name", summary: "One method; default all", required: false }],
  options: {},
  async run({ args, output }) {
    const [{ methods }, { methodsText }] = await Promise.all([
      import("../../run/methods.js"),
      import("../methods-text.js"),
    ]);
    output.result(methods(args[0]), methodsText);
  },
});
