import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { writeAtomic } from "../data/write-atomic.js";
import { Student } from "../student/index.js";
import { decodeSafetensors, OptionError } from "../tensor/index.js";
import type { ExportFormat } from "./export-format.js";
import type { Exported } from "./export.js";
import { cardOf, readModelFacts } from "./model-files.js";
import type { OpenModel } from "./open-model.js";
import { packStudent } from "./packaged/pack-student.js";
import { studentModule, studentModuleTypes } from "./packaged/student-module.js";
import { runFiles } from "./run-folder.js";

/**
 * Writes a run's network as a packaged student, or as a module that holds one; of a module its types lie beside it.
 * @throws OptionError if the model belongs to no run, or the student runtime does not cover it
 */
export async function exportPackaged(
  { path: model, bytes: before, run }: OpenModel,
  path: string,
  format: Exclude<ExportFormat, "onnx">,
  quantize: "int8" | undefined,
): Promise<Exported> {
  if (!run)
    throw new OptionError(`--format ${format}: ${model} belongs to no run, whose files a student is made from.`);
  const network = basename(dirname(model));
  const folder = { path: run.path };
  const facts = (await readModelFacts(folder, network))!;
  const weights = decodeSafetensors(await readFile(runFiles.weights(folder, network)), model);
  const student = packStudent(facts, weights.arrays, { type: quantize ?? "float32", card: cardOf(facts) });
  await Student.load(student); // one that does not load is not written
  const content = format === "module" ? new TextEncoder().encode(studentModule(student)) : student;
  await writeAtomic(path, content);
  if (format === "module") await writeAtomic(path.replace(/\.m?js$/, "") + ".d.mts", studentModuleTypes(facts.classes));
  return { path, format, bytes: content.length, bytesBefore: before.length, quantized: [] };
}
