import { dataOptions, networkOption } from "../data-options.js";
import { defineCommand } from "../define-command.js";
import { flag, integers, texts } from "../option.js";

export const predict = defineCommand({
  name: "predict",
  summary: "Classify texts, image files, or samples of a data set",
  example: "limbeck predict runs/mnist --index 7 --index 8",
  args: [{ name: "model", summary: "A run folder, a folder with a model.onnx, or an .onnx file" }],
  options: {
    text: texts("TEXT", "A text to classify; may be given several times"),
    file: texts("IMAGE", "A PNG or JPEG file to classify, resized to what the model takes; may be given several times"),
    invert: flag("Swap dark and bright in the files: MNIST's digits are bright on dark"),
    index: integers("N", "The sample of the data to classify, 0 first; may be given several times"),
    ...dataOptions,
    ...networkOption,
  },
  async run({ args, options, output }) {
    const [{ predict }, { predictionsText }] = await Promise.all([
      import("../../run/predict.js"),
      import("../predictions-text.js"),
    ]);
    const predictions = await predict(args[0]!, options);
    for (const { hint } of predictions) if (hint !== undefined) output.note(hint);
    output.result(predictions, predictionsText);
  },
});
