import { build } from "esbuild";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Compiles our own trainer to JavaScript, as the package has it: from TypeScript each of its threads takes a second to
 * start, which is a third of a short training.
 * @returns the path of the program
 */
export async function buildTrainer(): Promise<string> {
  const folder = fromHere("../../node_modules/.cache/limbeck-bench-words");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await build({
    entryPoints: {
      train: fromHere("../subjects/words-train.ts"),
      worker: fromHere("../../src/words/training/kernel/worker.ts"), // looked for beside the program
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  return join(folder, "train.js");
}
