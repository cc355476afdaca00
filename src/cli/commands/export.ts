import { exportFormats } from "../../run/export-format.js";
import { dataOptions, networkOption } from "../data-options.js";
import { defineCommand } from "../define-command.js";
import { oneOf, text } from "../option.js";

const { data, labels, label } = dataOptions;

export const exportCommand = defineCommand({
  name: "export",
  summary: "Write a model as one file: ONNX, a JavaScript module or a packaged student",
  example: "limbeck export runs/mnist --quantize int8 --output student.onnx",
  args: [{ name: "model", summary: "A run folder, a folder with a model.onnx, or an .onnx file" }],
  options: {
    format: oneOf(exportFormats, "What to write"),
    quantize: oneOf(["int8"], "Store weights in a quarter of the size"),
    output: text("FILE", "The file to write; default named after the model, in the current folder"),
    ...networkOption,
    data: { ...data, summary: "With --quantize: samples to compare on; default the run's own test data" },
    labels,
    label,
  },
  async run({ args, options, signal, output }) {
    const [{ exportModel }, { exportedText }] = await Promise.all([
      import("../../run/export.js"),
      import("../exported-text.js"),
    ]);
    const exported = await exportModel(args[0]!, { ...options, signal });
    if (options.quantize !== undefined && exported.format === "onnx" && exported.quantized.length === 0) {
      output.note("No weight of this model is large enough to gain from int8: all stay float32.");
    }
    if (exported.unchecked !== undefined) {
      output.note(`Accuracy was not compared: ${exported.unchecked}`);
    }
    output.result(exported, exportedText);
  },
});
