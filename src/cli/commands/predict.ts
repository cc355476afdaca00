import { dataOptions, networkOption } from "../data-options.js";
import { defineCommand } from "../define-command.js";
import { integer, text } from "../option.js";

export const predict = defineCommand({
  name: "predict",
  summary: "Classify an image file, or one sample of a data set",
  example: "limbeck predict runs/mnist --index 7",
  args: [{ name: "model", summary: "A run folder or an ONNX file" }],
  options: {
    file: text("IMAGE", "A PNG or JPEG file to classify"),
    index: integer("N", "The sample of the data to classify, 0 first"),
    ...dataOptions,
    ...networkOption,
  },
  async run({ args, options, output }) {
    const [{ predict }, { predictionsText }] = await Promise.all([
      import("../../run/predict.js"),
      import("../predictions-text.js"),
    ]);
    output.result(await predict(args[0]!, options), predictionsText);
  },
});
