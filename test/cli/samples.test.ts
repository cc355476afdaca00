import { cp, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { limbeck } from "./limbeck.js";

/**
 * A sample is a folder: `args.json` with the words after `limbeck` and the exit code; `input/`, which the command finds
 * in its current folder; `stdout.txt` and `stderr.txt`, what it writes (nothing, where the file is missing). In them
 * `{cwd}` stands for the current folder and `{…}` for any text.
 */
interface Sample {
  readonly args: readonly string[];
  readonly code: number;
}

const folder = fileURLToPath(new URL("./samples/", import.meta.url));

const names = await readdir(folder);

describe.concurrent("limbeck", () => {
  test.each(names)("%s", { timeout: 60_000 }, async (name) => {
    const sample = join(folder, name);
    const { args, code } = JSON.parse(await readFile(join(sample, "args.json"), "utf8")) as Sample;
    const cwd = await realpath(await mkdtemp(join(tmpdir(), "limbeck-sample-")));
    try {
      await cp(join(sample, "input"), cwd, { recursive: true }).catch(ignoreMissing);
      const done = await limbeck(args, { cwd });
      expect(done.stderr).toMatch(pattern(await textOf(join(sample, "stderr.txt")), cwd));
      expect(done.stdout).toMatch(pattern(await textOf(join(sample, "stdout.txt")), cwd));
      expect(done.code).toBe(code);
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
});

const textOf = async (path: string): Promise<string> => (await readFile(path, "utf8").catch(ignoreMissing)) ?? "";

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** The expected text as a pattern of the whole output. */
function pattern(expected: string, cwd: string): RegExp {
  const parts = expected.replaceAll("{cwd}", cwd).split("{…}");
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]*")}$`);
}
