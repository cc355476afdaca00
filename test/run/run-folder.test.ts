import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRunFolder, prepareRunFolder } from "../../src/run/index.js";
import { FileError, RunFolderError } from "../../src/tensor/index.js";

let cwd: string;
beforeEach(async () => (cwd = await mkdtemp(join(tmpdir(), "limbeck-runs-"))));
afterEach(() => rm(cwd, { recursive: true }));

/** Makes a folder with the given files in it. */
async function folder(name: string, ...files: string[]): Promise<string> {
  const path = join(cwd, name);
  await mkdir(path, { recursive: true });
  for (const file of files) await writeFile(join(path, file), "{}");
  return path;
}
const prepare = (options: object): Promise<string> =>
  prepareRunFolder({ name: "mnist", cwd, ...options }).then(({ path }) => path);
const names = async (path: string): Promise<string[]> => (await readdir(path)).sort();

describe("without --out", () => {
  test("the first free of runs/name, runs/name-2, … is made", async () => {
    expect(await prepare({})).toBe(join(cwd, "runs/mnist"));
    expect(await prepare({})).toBe(join(cwd, "runs/mnist-2"));
    expect(await prepare({ name: "other" })).toBe(join(cwd, "runs/other"));
  });

  test("two processes at once get two folders", async () => {
    const paths = await Promise.all(Array.from({ length: 5 }, () => prepare({})));
    expect(new Set(paths).size).toBe(5);
  });

  test("--resume goes on with the last run", async () => {
    await folder("runs/mnist", "recipe.json");
    const second = await folder("runs/mnist-2", "recipe.json");
    await folder("runs/mnist-3");
    expect(await prepare({ resume: true })).toBe(second);
  });

  test("--resume without a run is refused", () =>
    expect(prepare({ resume: true })).rejects.toThrow(/There is no run of mnist in .*runs to go on with/));
});

describe("with --out", () => {
  test("a new or empty folder is taken", async () => {
    expect(await prepare({ out: "deep/new" })).toBe(join(cwd, "deep/new"));
    expect(await prepare({ out: "deep/new" })).toBe(join(cwd, "deep/new"));
    expect(await prepare({ out: "deep/new", resume: true })).toBe(join(cwd, "deep/new"));
  });

  test("one that holds a run needs --resume or --force", async () => {
    const path = await folder("x", "recipe.json", "events.jsonl");
    await expect(prepare({ out: "x" })).rejects.toThrow(
      /x holds a run\. Go on with it by --resume, throw it away by --force/,
    );
    expect(await prepare({ out: "x", resume: true })).toBe(path);
    expect(await names(path)).toEqual(["events.jsonl", "recipe.json"]);
    expect(await prepare({ out: "x", force: true })).toBe(path);
    expect(await names(path)).toEqual([]);
    await expect(prepare({ out: "x", resume: true, force: true })).rejects.toThrow(/exclude each other/);
  });

  test.each([{}, { force: true }, { resume: true }])(
    "one that holds something else stays untouched: %o",
    async (options) => {
      const path = await folder("home", "letter.txt");
      await expect(prepare({ out: "home", ...options })).rejects.toThrow(
        /no run folder: it holds letter\.txt, but no recipe\.json/,
      );
      expect(await names(path)).toEqual(["letter.txt"]);
    },
  );

  test("--force removes no run beside which something else lies", async () => {
    const path = await folder("mixed", "recipe.json", "letter.txt");
    await expect(prepare({ out: "mixed", force: true })).rejects.toThrow(
      /but also letter\.txt, which no run has written/,
    );
    expect(await names(path)).toEqual(["letter.txt", "recipe.json"]);
  });

  test("what a cut-short write has left is no stranger", async () => {
    const path = await folder("torn", "recipe.json.123-0.tmp");
    expect(await prepare({ out: "torn" })).toBe(path);
  });

  test("a file is refused", async () => {
    await writeFile(join(cwd, "file"), "x");
    await expect(prepare({ out: "file" })).rejects.toThrow(RunFolderError);
    await expect(prepare({ out: "file" })).rejects.toThrow(/file is a file, and a run needs a folder/);
    await expect(prepare({ out: "file/below" })).rejects.toThrow(/file\/below lies below a file/);
    expect(await readFile(join(cwd, "file"), "utf8")).toBe("x");
  });

  test("a place where nothing can be made is refused", () =>
    expect(prepare({ out: "x".repeat(300) })).rejects.toThrow(FileError));
});

test("only a run opens as one", async () => {
  await expect(openRunFolder(join(cwd, "nowhere"))).rejects.toThrow(/There is no run in .*nowhere/);
  await expect(openRunFolder(await folder("a", "b"))).rejects.toThrow(/holds no recipe\.json/);
  const path = await folder("run", "recipe.json");
  expect(await openRunFolder(path)).toEqual({ path });
  await access(path);
});
