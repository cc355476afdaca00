/** Compiles the kernels written in AssemblyScript, writes their generated/kernel.ts, and bundles the student runtime. */
import { mkdirSync, writeFileSync } from "node:fs";
import { bundleStudent } from "./bundle-student.js";
import { compileKernel, kernels } from "./compile-kernels.js";

for (const kernel of kernels) {
  mkdirSync(`${kernel.folder}/generated`, { recursive: true });
  writeFileSync(`${kernel.folder}/generated/kernel.ts`, await compileKernel(kernel));
}

mkdirSync("src/run/packaged/generated", { recursive: true });
writeFileSync("src/run/packaged/generated/runtime.ts", await bundleStudent());
