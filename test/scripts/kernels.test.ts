import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { compileKernel, kernels } from "../../scripts/compile-kernels.js";

test.each(kernels)(
  "$folder/generated/kernel.ts matches its source; to renew it: npm run generate:kernels",
  async (kernel) => {
    expect(await readFile(`${kernel.folder}/generated/kernel.ts`, "utf8")).toBe(await compileKernel(kernel));
  },
);
