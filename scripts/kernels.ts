/** Compiles the kernels written in AssemblyScript and writes their generated/kernel.ts. */
import { mkdirSync, writeFileSync } from "node:fs";
import { compileKernel, kernels } from "./compile-kernels.js";

for (const kernel of kernels) {
  mkdirSync(`${kernel.folder}/generated`, { recursive: true });
  writeFileSync(`${kernel.folder}/generated/kernel.ts`, await compileKernel(kernel));
}
