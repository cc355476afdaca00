import { OptionError } from "../../../tensor/index.js";
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
    restrict: integer("N", "Look only among the first N words of the file", { least: 1 }),
  },
  async run({ args, options: { positive, negative, top, restrict }, output }) {
    if (positive.length + negative.length === 0)
      throw new OptionError("There is nothing to be similar to. Give --positive WORD or --negative WORD.");
    const [{ KeyedVectors }, { similarText }] = await Promise.all([
      import("../../../words/index.js"),
      import("../../words-text.js"),
    ]);
    const vectors = await KeyedVectors.load(args[0]!);
    output.result(vectors.mostSimilar({ positive, negative, topn: top, restrictVocab: restrict }), similarText);
  },
});
