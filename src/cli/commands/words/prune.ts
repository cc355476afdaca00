import { OptionError } from "../../../tensor/index.js";
import { defineCommand } from "../../define-command.js";
import { text } from "../../option.js";
import { saveOptions } from "./save-options.js";

export const prune = defineCommand({
  name: "prune",
  summary: "Keep only the vectors of words that a text uses",
  example: "limbeck words prune vectors.bin --corpus train.txt --output small.safetensors --dtype int8",
  args: [{ name: "vectors", summary: "A file with word vectors" }],
  options: {
    corpus: text("FILE", "The text: a file (plain or gzip), a folder, or - for standard input"),
    output: text("FILE", "The file to write"),
    ...saveOptions,
  },
  async run({ args, options: { corpus, output: file, ...options }, signal, output }) {
    if (corpus === undefined || file === undefined)
      throw new OptionError("Give the text as --corpus FILE, and the file to write as --output FILE.");
    const [{ KeyedVectors }, { saveVectors }] = await Promise.all([
      import("../../../words/index.js"),
      import("../../save-vectors.js"),
    ]);
    const vectors = await KeyedVectors.load(args[0]!);
    await saveVectors(await vectors.prune(corpus, { signal }), file, options, output);
  },
});
