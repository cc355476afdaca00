import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { KeyedVectors } from "../../src/words/index.js";
import { folderOf } from "../data/scratch.js";

const launcher = fileURLToPath(new URL("../../bin/limbeck.js", import.meta.url));
const text = "the cat sat on the mat\nthe dog sat on the log\na cat and a dog\n";

/** Runs `limbeck words train`, with an input, and interrupts it once it has said something. */
async function train(
  cwd: string,
  args: readonly string[],
  { input, interruptAt }: { readonly input?: Uint8Array; readonly interruptAt?: string } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [launcher, "words", "train", ...args], { cwd });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    if (interruptAt !== undefined && stderr.includes(interruptAt) && !stderr.includes("Saving")) child.kill("SIGINT");
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

test("text from standard input, plain and gzip", async () => {
  const cwd = await folderOf({});
  const args = ["-", "--min-count", "1", "--epochs", "1", "--threads", "1", "--json"];
  const runs = [Buffer.from(text), gzipSync(text)].map((input, i) =>
    train(cwd, [...args, "--output", `${i}.bin`], { input }),
  );
  for (const { code, stdout } of await Promise.all(runs)) {
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ words: 17, sentences: 3, vocabulary: 9, epochs: 1 });
  }
  expect(Buffer.compare(await readFile(join(cwd, "0.bin")), await readFile(join(cwd, "1.bin")))).toBe(0);
});

test("Ctrl-C keeps the vectors as they are, says how to go on, and going on ends as if unbroken", async () => {
  const cwd = await folderOf({ "text.txt": text.repeat(30_000) });
  const args = ["text.txt", "--threads", "1", "--size", "20", "--seed", "5", "--epochs", "4"];
  const stopped = await train(cwd, [...args, "--output", "a.bin"], { interruptAt: "get vectors" });
  expect(stopped.stderr).toContain("The vectors as they are: a.bin\n");
  expect(stopped.stderr).toMatch(
    /Saved\. Go on with:\n {2}limbeck words train text\.txt .* --output a\.bin --resume\n$/,
  );
  expect(stopped.code).toBe(130);
  expect((await KeyedVectors.load(join(cwd, "a.bin"))).length).toBe(9);
  const early = await readFile(join(cwd, "a.bin"));

  const again = await train(cwd, [...args, "--output", "a.bin"]);
  expect(again.stderr).toContain("Go on with it by --resume, throw it away by --force");
  const other = await train(cwd, ["text.txt", "--size", "30", "--output", "a.bin", "--resume"]);
  expect(other.stderr).toBe(
    "error: size: got 30, but the training in a.bin.training has 20. Leave it out to go on, or train anew.\n",
  );

  const resumed = await train(cwd, [...args, "--output", "a.bin", "--resume"]);
  const unbroken = await train(cwd, [...args, "--output", "b.bin"]);
  expect([again.code, other.code, resumed.code, unbroken.code]).toEqual([2, 2, 0, 0]);
  const [a, b] = [await readFile(join(cwd, "a.bin")), await readFile(join(cwd, "b.bin"))];
  expect(Buffer.compare(a, b)).toBe(0);
  expect(Buffer.compare(a, early)).not.toBe(0);
  expect((await readdir(cwd)).sort()).toEqual(["a.bin", "b.bin", "text.txt"]);
});

test("stopped while it reads, it leaves nothing behind", async () => {
  const cwd = await folderOf({});
  const child = spawn(process.execPath, [launcher, "words", "train", "-", "--output", "a.bin"], { cwd });
  child.stdin.write(text);
  while (!(await readdir(cwd)).includes("a.bin.training")) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGINT"); // while standard input stays open
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130);
  expect(await readdir(cwd)).toEqual([]);
});
