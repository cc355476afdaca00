import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nearbyPath } from "../../src/data/nearby-path.js";
import { fileError } from "../../src/data/write-atomic.js";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "limbeck-nearby-"));
  await mkdir(join(base, "runs", "mnist", "student"), { recursive: true });
  await writeFile(join(base, "points.csv"), "");
});
afterAll(() => rm(base, { recursive: true }));

test.each([
  ["point.csv", "points.csv"],
  ["Points.CSV", "points.csv"],
  ["run/mnist", "runs/mnist"],
  ["runs/mnits/student", "runs/mnist/student"],
  ["runs/mnist/studnet/model.onnx", "runs/mnist/student/model.onnx"],
])("%s is near %s", (missing, near) => {
  expect(nearbyPath(join(base, missing))).toBe(join(base, near));
});

test.each(["weights.bin", "runs/cifar"])("%s is near nothing", (missing) => {
  expect(nearbyPath(join(base, missing))).toBeUndefined();
});

test("only what is read and missing gets a hint", () => {
  const missing = Object.assign(new Error("missing"), { code: "ENOENT" });
  const path = join(base, "point.csv");
  expect(fileError(missing, path, "read").message).toMatch(/Did you mean .*points\.csv\?$/);
  expect(fileError(missing, path, "written").message).not.toMatch(/Did you mean/);
});
