import type { AnalogyScore, AnalogyScores, Similar, VectorFacts, WordPairScores } from "../words/index.js";
import type { Paint } from "./output.js";
import { list, table } from "./table.js";

/** Words of an answer, a line each. */
export const similarText = (nearest: readonly Similar[]): string =>
  table(
    ["word", "similarity"],
    nearest.map(({ word, similarity }) => [word, similarity]),
  );

/** What a file of word vectors holds. */
export const vectorFactsText = ({ norms, firstWords, ...facts }: VectorFacts): string =>
  list({
    ...facts,
    "shortest vector": norms.least,
    "median length": norms.median,
    "longest vector": norms.most,
    "first words": firstWords.join(" "),
  });

/** Scores of an evaluation, each with its title. */
export interface WordScores {
  readonly analogies?: AnalogyScores;
  readonly pairs?: WordPairScores;
}

export function wordScoresText({ analogies, pairs }: WordScores, paint: Paint): string {
  const parts = [
    ...(analogies ? [`${paint("bold", "Analogies")}\n${analogiesText(analogies)}`] : []),
    ...(pairs ? [`${paint("bold", "Pairs of words")}\n${pairsText(pairs)}`] : []),
  ];
  return parts.join("\n\n");
}

function analogiesText({ sections, invalidLines, ...total }: AnalogyScores): string {
  const row = (name: string, { accuracy, correct, asked, unknown }: AnalogyScore) => [
    name,
    correct,
    asked,
    asked === 0 ? "-" : `${(100 * accuracy).toFixed(1)}%`,
    unknown,
  ];
  const rows = [...sections.map((section) => row(section.section, section)), row("all", total)];
  const note = invalidLines === 0 ? "" : `\n${invalidLines} lines were no question.`;
  return table(["section", "correct", "asked", "accuracy", "with unknown words"], rows) + note;
}

function pairsText({ pearson, spearman, pairs, unknown, oovRatio, invalidLines }: WordPairScores): string {
  return list({
    Spearman: spearman.correlation,
    Pearson: pearson.correlation,
    pairs,
    "with unknown words": `${unknown} (${oovRatio.toFixed(1)}%)`,
    ...(invalidLines > 0 && { "lines that are no pair": invalidLines }),
  });
}
