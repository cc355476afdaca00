import { OptionError } from "../../../tensor/index.js";
import { defineCommand } from "../../define-command.js";
import { flag, integer, text } from "../../option.js";

export const evaluate = defineCommand({
  name: "evaluate",
  summary: "Score word vectors on analogies and on pairs of words that people have judged",
  example: "limbeck words evaluate vectors.bin --analogies questions-words.txt --pairs wordsim353.tsv",
  args: [{ name: "vectors", summary: "A file with word vectors" }],
  options: {
    analogies: text("FILE", "Questions: four words a line, in sections as `: capitals`"),
    pairs: text("FILE", "Judgements: two words and a number a line, separated by tabs"),
    restrict: integer("N", "Only the first N words take part; default 300000", { least: 1 }),
    caseSensitive: flag("Take Paris and paris as two words"),
    unknownAsWrong: flag("Count questions and pairs with unknown words as wrong; default they are left out"),
  },
  async run({ args, options, signal, output }) {
    const { analogies, pairs } = options;
    if (analogies === undefined && pairs === undefined)
      throw new OptionError("There is nothing to score on. Give --analogies FILE or --pairs FILE.");
    const [{ KeyedVectors }, { wordScoresText }] = await Promise.all([
      import("../../../words/index.js"),
      import("../../words-text.js"),
    ]);
    const vectors = await KeyedVectors.load(args[0]!);
    const common = {
      restrictVocab: options.restrict,
      caseInsensitive: !options.caseSensitive,
      dummy4unknown: options.unknownAsWrong,
    };
    const onProgress = (done: number, total: number): void => {
      if (output.area.live && !output.quiet) output.area.draw([`Analogies: ${done} of ${total}`]);
    };
    const scores = {
      ...(pairs !== undefined && { pairs: await vectors.evaluateWordPairs(pairs, common) }),
      ...(analogies !== undefined && {
        analogies: await vectors.evaluateWordAnalogies(analogies, { ...common, signal, onProgress }),
      }),
    };
    output.area.leave();
    output.result(scores, wordScoresText);
  },
});
