import { defineCommand } from "../../define-command.js";
import { integer, listOfTexts } from "../../option.js";

export const similar = defineCommand({
  name: "similar",
  summary: "List the words nearest to a word, or to a sum of words",
  example: "limbeck words similar vectors.bin --positive king woman --negative man --top 10",
  args: [{ name: "vectors", summary: "A file with word vectors" }],
  options: {
    positive: listOfTexts("WORD", "Words to be near to"),
    negative: listOfTexts("WORD", "Words to be far from"),
    top: integer("N", "How many words to list; default 10"),
  },
  async run({ args, options: { positive, negative, top = 10 }, output }) {
    const [{ KeyedVectors }, { table }] = await Promise.all([
      import("../../../words/index.js"),
      import("../../table.js"),
    ]);
    const vectors = await KeyedVectors.load(args[0]!);
    output.result(vectors.mostSimilar({ positive, negative, topn: top }), (nearest) =>
      table(
        ["word", "similarity"],
        nearest.map(({ word, similarity }) => [word, similarity]),
      ),
    );
  },
});
