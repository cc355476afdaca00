import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratch, tiny, writePictures } from "../run/tiny.js";
import { limbeck } from "./limbeck.js";

/** `limbeck distill` with the tiny recipe, in a folder of its own. */
async function distill(recipe: object, ...args: string[]) {
  const cwd = await scratch();
  await writePictures(cwd);
  await writeFile(join(cwd, "tiny.json"), JSON.stringify({ ...tiny, ...recipe }));
  const done = await limbeck(["distill", "tiny.json", "--out", "run", "--quiet", ...args], { cwd });
  return { ...done, cwd };
}

test("a loss that is not finite: code 2, one message, and no advice to go on", async () => {
  const optimizer = { name: "sgd", learningRate: 1e30 };
  const { code, stderr, stdout } = await distill({ training: { epochs: 2, batchSize: 32, optimizer } });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(
    /^error: Training broke off at step \d+ \(epoch \d\): the loss is NaN, and .* reaches \d.*clipNorm=1\.\n$/,
  );
});

test("data that cannot be learnt: code 2, one message, and no folder is left", async () => {
  const { code, stderr, cwd } = await distill({
    data: { ...tiny.data, test: { images: "test-images", labels: "gone" } },
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .*gone.*\n$/);
  expect(await readdir(cwd)).not.toContain("run");
});

test("a folder in use: code 2, and it stays as it is", async () => {
  const cwd = await scratch();
  await writePictures(cwd);
  await writeFile(join(cwd, "tiny.json"), JSON.stringify(tiny));
  await mkdir(join(cwd, "run"));
  await writeFile(join(cwd, "run", "run.lock"), String(process.pid));
  const { code, stderr } = await limbeck(["distill", "tiny.json", "--out", "run", "--resume", "--quiet"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .*run is in use by the process \d+\. Wait until it ends.*\n$/);
  expect(await readdir(join(cwd, "run"))).toEqual(["run.lock"]);
});
