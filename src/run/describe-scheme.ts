import { rampText } from "../distill/ramp.js";
import { finalLoss, type DrawnScheme, type ResolvedLoss } from "./recipe/index.js";

/** Who learns what from whom, a sentence for each network that learns, in the order of the stages. */
export function describeScheme({ stages, networks }: DrawnScheme): string[] {
  return stages.flatMap(({ main, learn }, i) => {
    const stage = stages.length > 1 ? `Stage ${i + 1}: ` : "";
    const average = networks[main];
    const kept =
      average && "average" in average
        ? [`${main} is the moving average of ${average.average}, and is what is kept.`]
        : [];
    const generator = Object.keys(learn).find((name) => "generator" in (networks[name] ?? {}));
    const shown =
      generator === undefined ? [] : [`All of them are shown what ${generator} makes of noise, and no data.`];
    return [
      ...Object.entries(learn).map(([name, loss]) => `${stage}${name} learns ${learnt(loss)}.`),
      ...kept,
      ...shown,
    ];
  });
}

function learnt({ alpha, learns }: ResolvedLoss): string {
  const labels = alpha === 0 ? [] : [learns.length === 0 ? "the labels" : `the labels (weight ${rampText(alpha)})`];
  const arrows = learns.map(({ name, from, weight }) => {
    const source = from.length > 0 ? ` from ${from.join(", ")}` : "";
    return `${name}${source} (weight ${rampText(weight)})`;
  });
  return [...labels, ...arrows].join("; ");
}

/** What the student learns beside the labels, as "dkd + rkd". */
export function methodText(scheme: DrawnScheme): string {
  const { learns } = finalLoss(scheme);
  return learns.length === 0 ? "labels alone" : learns.map(({ name }) => name).join(" + ");
}
