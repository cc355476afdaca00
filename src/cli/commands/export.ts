import { OptionError } from "../../tensor/errors.js";
import { networkOption } from "../data-options.js";
import { defineCommand } from "../define-command.js";
import { oneOf, text } from "../option.js";

export const exportCommand = defineCommand({
  name: "export",
  summary: "Write a model as one ONNX file, as it is or with int8 weights",
  example: "limbeck export runs/mnist --out student.onnx --quantize int8",
  args: [{ name: "model", summary: "A run folder or an ONNX file" }],
  options: {
    out: text("FILE", "The file to write"),
    format: oneOf(["onnx"], "What to write; default onnx"),
    quantize: oneOf(["int8"], "Store weights in a quarter of the size"),
    ...networkOption,
  },
  async run({ args, options: { out, quantize, network }, output }) {
    if (out === undefined) throw new OptionError("export: no file is named. Name one by --out, as --out student.onnx.");
    const [{ exportModel }, { exportedText }] = await Promise.all([
      import("../../run/export.js"),
      import("../exported-text.js"),
    ]);
    const exported = await exportModel(args[0]!, { out, quantize, network });
    if (quantize !== undefined && exported.quantized.length === 0) {
      output.note("No weight of this model is large enough to gain from int8: all stay float32.");
    }
    output.result(exported, exportedText);
  },
});
