import { dataFormats } from "../data/data-spec.js";
import { networkNames } from "../run/metrics.js";
import { oneOf, text } from "./option.js";

/** Which network of a run a command takes. */
export const networkOption = {
  network: text(
    "NAME",
    `Which network of a run: ${networkNames.join(", ")}, or another that it trained; default student`,
  ),
};

/** Where the samples are that a trained model is asked about. */
export const dataOptions = {
  data: text("FILE", "Labelled samples; default the run's own test data"),
  labels: text("FILE", "Of IDX images: their labels; default the file beside them"),
  format: oneOf(dataFormats, "Format of the data; default told from the path"),
  label: text("COLUMN", "Of CSV and JSONL: the label's column; default as in the run's recipe"),
};
