import { defineCommand } from "../define-command.js";

export const inspect = defineCommand({
  name: "inspect",
  summary: "Show what a run folder or a model file holds",
  example: "limbeck inspect runs/mnist",
  args: [{ name: "path", summary: "A run folder or a model file" }],
  options: {},
  async run({ args, output }) {
    const [{ inspect }, { factsText }] = await Promise.all([
      import("../../run/inspect/index.js"),
      import("../facts-text.js"),
    ]);
    output.result(await inspect(args[0]!), factsText);
  },
});
