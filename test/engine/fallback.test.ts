import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("./fixtures/train.ts", import.meta.url));

async function train(flags: readonly string[]) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, "--import", "tsx", script]);
  return { stderr, ...(JSON.parse(stdout) as { engine: string; first: number; last: number; moved: number[] }) };
}

test("without native addons the WebAssembly engine trains, says so on one line, and gets where the native one does", async () => {
  const [web, native] = await Promise.all([train(["--no-addons"]), train([])]);
  expect(web.engine).toBe("onnxruntime-web");
  expect(web.stderr.trim().split("\n")).toHaveLength(1);
  expect(web.stderr).toMatch(/onnxruntime-node, does not load here .*npm install/);
  expect(web.last).toBeLessThan(0.2 * web.first);
  for (const distance of web.moved) expect(distance).toBeGreaterThan(0.01);
  expect(Math.abs(web.last - native.last)).toBeLessThan(1e-3 * native.first);
}, 60_000);
