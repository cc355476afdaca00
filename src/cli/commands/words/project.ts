import { basename, extname } from "node:path";
import { projectionMethods } from "../../../words/projection/word-map.js";
import { defineCommand } from "../../define-command.js";
import { integer, listOfTexts, oneOf, text } from "../../option.js";

export const project = defineCommand({
  name: "project",
  summary: "Draw words in two dimensions: a page to explore, a picture, or the points",
  example:
    "limbeck words project vectors.bin --words king queen man woman --line man:woman king:queen --output map.html",
  args: [{ name: "vectors", summary: "A file with word vectors" }],
  options: {
    words: listOfTexts("WORD", "Words to show"),
    frequent: integer("N", "Show the N most frequent words; default 200 where no words are named", { least: 1 }),
    neighbours: listOfTexts("WORD", "Show what is nearest to these words"),
    top: integer("N", "How many neighbours of each; default 10", { least: 1 }),
    line: listOfTexts("A:B", "Join two words by a line"),
    method: oneOf(projectionMethods, "How to flatten; default pca"),
    output: text("FILE", "Where to write: .html, .svg, .png or .json; default NAME.html in the current folder"),
  },
  async run({ args, options, seed, signal, output }) {
    const [{ KeyedVectors, projectWords }, { mapContent, mapFormat }, { chooseGroups, pairs }, { writeAtomic }] =
      await Promise.all([
        import("../../../words/index.js"),
        import("../../word-map-file.js"),
        import("../../word-groups.js"),
        import("../../../data/write-atomic.js"),
      ]);
    const name = basename(args[0]!, extname(args[0]!));
    const file = options.output ?? `${name}.html`;
    const format = mapFormat(file);
    const lines = pairs(options.line);
    const vectors = await KeyedVectors.load(args[0]!);
    const groups = chooseGroups(vectors, options);
    const map = await projectWords(vectors, {
      groups,
      lines,
      method: options.method ?? "pca",
      seed: seed ?? 0,
      signal,
      onProgress: (done, total) => {
        if (output.area.live && !output.quiet) output.area.draw([`UMAP: pass ${done} of ${total}`]);
      },
    });
    output.area.leave();
    await writeAtomic(file, await mapContent(map, format, name));
    output.result({ file, ...map }, () => `${map.points.length} words: ${file}`);
  },
});
