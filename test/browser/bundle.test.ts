import { expect, test } from "vitest";
import { bundle } from "./bundle.js";

test.each(["tensor", "graph", "onnx", "engine", "nn", "optim", "models"])(
  "limbeck/%s is bundled for a browser without a module of Node",
  async (folder) => {
    const { code, files } = await bundle(`export * from "limbeck/${folder}";`);
    expect(files).toContain(`dist/${folder}/index.js`);
    expect(files.filter((file) => /load-runtime\.|\/src\//.test(file) && !file.includes("node_modules"))).toEqual([]);
    expect(code).not.toMatch(/(from|import\()\s*"(node:|onnxruntime-node)/);
  },
);

test("the check fails where Node is needed", async () => {
  await expect(bundle(`export * from "limbeck/data";`)).rejects.toThrow(/Could not resolve "node:/);
});
