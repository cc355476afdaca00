import { defineCommand } from "../../define-command.js";

export const info = defineCommand({
  name: "info",
  summary: "Show what a file with word vectors holds",
  example: "limbeck words info vectors.bin",
  args: [{ name: "vectors", summary: "A file with word vectors" }],
  options: {},
  async run({ args, output }) {
    const [{ describeVectors }, { vectorFactsText }] = await Promise.all([
      import("../../../words/index.js"),
      import("../../words-text.js"),
    ]);
    output.result(await describeVectors(args[0]!), vectorFactsText);
  },
});
