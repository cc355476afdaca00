import { dataOptions, networkOption } from "../data-options.js";
import { defineCommand } from "../define-command.js";

export const evaluate = defineCommand({
  name: "evaluate",
  summary: "Measure the accuracy and calibration of a model",
  example: "limbeck evaluate runs/mnist --network teacher",
  args: [{ name: "model", summary: "A run folder, a folder with a model.onnx, or an .onnx file" }],
  options: { ...dataOptions, ...networkOption },
  async run({ args, options, signal, output }) {
    const [{ evaluate }, { list }] = await Promise.all([import("../../run/evaluate.js"), import("../table.js")]);
    output.result(await evaluate(args[0]!, { ...options, signal }), (figures) => list({ ...figures }));
  },
});
