import { defineCommand } from "../../define-command.js";
import { flag } from "../../option.js";
import { saveOptions } from "./save-options.js";

export const convert = defineCommand({
  name: "convert",
  summary: "Write word vectors in another format",
  example: "limbeck words convert vectors.txt vectors.safetensors --dtype int8",
  args: [
    { name: "input", summary: "A file with word vectors of word2vec, GloVe, fastText, gensim, or safetensors" },
    { name: "output", summary: "The file to write" },
  ],
  options: { ...saveOptions, normalize: flag("Bring all vectors to length 1") },
  async run({ args, options: { normalize, ...options }, output }) {
    const [{ KeyedVectors }, { saveVectors }] = await Promise.all([
      import("../../../words/index.js"),
      import("../../save-vectors.js"),
    ]);
    const loaded = await KeyedVectors.load(args[0]!);
    await saveVectors(normalize ? loaded.unitNormed() : loaded, args[1]!, options, output);
  },
});
