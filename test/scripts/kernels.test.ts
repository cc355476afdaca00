import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { bundleStudent } from "../../scripts/bundle-student.js";
import { compileKernel, kernels } from "../../scripts/compile-kernels.js";

test.each(kernels)(
  "$folder/generated/kernel.ts matches its source; to renew it: npm run generate:kernels",
  async (kernel) => {
    expect(await readFile(`${kernel.folder}/generated/kernel.ts`, "utf8")).toBe(await compileKernel(kernel));
  },
);

test("src/run/packaged/generated/runtime.ts matches the student runtime; to renew it: npm run generate:kernels", async () => {
  expect(await readFile("src/run/packaged/generated/runtime.ts", "utf8")).toBe(await bundleStudent());
});
