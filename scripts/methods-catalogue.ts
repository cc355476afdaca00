import { optionText } from "../src/distill/objective-options.js";
import { families } from "../src/distill/index.js";
import { methods, type MethodFacts } from "../src/run/methods.js";
import { needsText } from "../src/run/needs-text.js";

const [begin, end] = ["<!-- catalogue: npm run generate:methods -->", "<!-- end of the catalogue -->"];

/** The page with the catalogue of all methods between its marks, a heading a family. */
export function withCatalogue(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  const text = families.map(
    (family) =>
      `### ${family}\n\n${methods()
        .filter((one) => one.family === family)
        .map(entry)
        .join("\n\n")}`,
  );
  return `${page.slice(0, from + begin.length)}\n\n${text.join("\n\n")}\n\n${page.slice(to)}`;
}

function entry({ name, paper, formula, notes, needs, options, weight, alpha }: MethodFacts): string {
  const source = paper.startsWith("arXiv:") ? `[${paper}](https://arxiv.org/abs/${paper.slice(6)})` : paper;
  const listed = Object.entries(options).map(([option, { default: value }]) => `\`${option}\` = ${optionText(value)}`);
  return [
    `**\`${name}\`**, ${source}`,
    `    ${formula}`,
    [
      `Needs ${needsText(needs).join("; ")}.`,
      ...(listed.length > 0 ? [`Options: ${listed.join(", ")}.`] : []),
      `Weight ${optionText(weight)}, alpha ${alpha}.`,
      ...(notes === undefined ? [] : [notes]),
    ].join(" "),
  ].join("\n\n");
}
