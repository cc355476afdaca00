import { defineCommand } from "../../define-command.js";
import { flag, integer } from "../../option.js";

export const analogy = defineCommand({
  name: "analogy",
  summary: "Solve an analogy: A is to B as C is to what?",
  example: "limbeck words analogy vectors.bin man king woman",
  args: [
    { name: "vectors", summary: "A file with word vectors" },
    { name: "a", summary: "As in man" },
    { name: "b", summary: "As in king" },
    { name: "c", summary: "As in woman" },
  ],
  options: {
    top: integer("N", "How many words to list; default 10"),
    multiply: flag("Multiply cosines instead of adding them (3CosMul): no single word outweighs the others"),
  },
  async run({ args, options: { top, multiply }, output }) {
    const [{ KeyedVectors }, { similarText }] = await Promise.all([
      import("../../../words/index.js"),
      import("../../words-text.js"),
    ]);
    const [file, a, b, c] = args as readonly string[];
    const vectors = await KeyedVectors.load(file!);
    const query = { positive: [b!, c!], negative: [a!], topn: top };
    output.result(multiply ? vectors.mostSimilarCosmul(query) : vectors.mostSimilar(query), similarText);
  },
});
