import type { Prediction } from "../run/predict.js";
import type { Paint } from "./output.js";
import { formatShare } from "./progress/format.js";
import { table } from "./table.js";

/** More classes than these are cut off. */
const shownClasses = 5;

/** Each prediction with its most probable classes. */
export const predictionsText = (predictions: readonly Prediction[], paint: Paint): string =>
  predictions
    .map(({ label, actual, probabilities }) => {
      const likely = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
      const rows = likely.slice(0, shownClasses).map(([name, share]) => [name, formatShare(share)]);
      const title = paint("bold", label) + (actual === undefined ? "" : `, labelled ${actual}`);
      return `${title}\n${table(["class", "probability"], rows)}`;
    })
    .join("\n\n");
