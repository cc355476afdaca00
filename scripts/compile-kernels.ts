import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Kernels written in AssemblyScript: `assembly/index.ts` in each folder becomes `generated/kernel.ts` there. */
export const kernels: readonly { readonly folder: string; readonly options: readonly string[] }[] = [
  { folder: "src/student/kernel", options: ["--enable", "simd", "--disableWarning", "112"] },
  { folder: "src/words/scan", options: ["--enable", "simd"] },
  {
    folder: "src/words/training/kernel",
    options: ["--enable", "simd,threads", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
  },
];

const commonOptions = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--importMemory",
  "--noExportMemory",
  "--use",
  "abort=",
];
// A program of its own: the types of its modules would replace those of JavaScript everywhere.
const compiler = createRequire(import.meta.url).resolve("assemblyscript/bin/asc.js");

/** The text of a `generated/kernel.ts`: its WebAssembly as base64. */
export async function compileKernel({ folder, options }: (typeof kernels)[number]): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "limbeck-kernel-"));
  try {
    const target = join(scratch, "kernel.wasm");
    const words = [compiler, `${folder}/assembly/index.ts`, "--outFile", target, ...commonOptions, ...options];
    await promisify(execFile)(process.execPath, words);
    const base64 = await readFile(target, "base64");
    return (
      "/** WebAssembly of ../assembly/index.ts, made by `npm run generate:kernels`. */\n" +
      `export const kernel = "${base64}";\n`
    );
  } finally {
    await rm(scratch, { recursive: true });
  }
}
