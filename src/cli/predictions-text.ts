import type { Prediction } from "../run/predict.js";
import type { Paint } from "./output.js";
import { formatShare } from "./progress/format.js";
import { printable } from "./table.js";

/** More classes than these are cut off. */
const shownClasses = 5;
const barCells = 24;

/** Each prediction with its most probable classes, and whether it is right. */
export const predictionsText = (predictions: readonly Prediction[], paint: Paint): string =>
  predictions.map((prediction) => onePrediction(prediction, paint)).join("\n\n");

function onePrediction({ label, probabilities, text, file, index, actual }: Prediction, paint: Paint): string {
  const what = text ?? file ?? (index === undefined ? undefined : `sample ${index}`);
  const title = (what === undefined ? "" : `${printable(what)}: `) + paint("bold", printable(label));
  const likely = Object.entries(probabilities)
    .sort(([, a], [, b]) => b - a)
    .slice(0, shownClasses);
  const width = Math.max(...likely.map(([name]) => printable(name).length));
  const rows = likely.map(([name, share]) => {
    const filled = Math.round(barCells * share);
    const bar = paint("cyan", "█".repeat(filled)) + paint("dim", "░".repeat(barCells - filled));
    return `  ${printable(name).padEnd(width)}  ${bar}  ${formatShare(share).padStart(7)}`;
  });
  return [title + verdict(label, actual, paint), ...rows].join("\n");
}

function verdict(label: string, actual: string | undefined, paint: Paint): string {
  if (actual === undefined) return "";
  return label === actual ? `, ${paint("green", "right")}` : `, ${paint("red", `wrong: it is ${printable(actual)}`)}`;
}
