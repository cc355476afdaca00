import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { readCheckpoint } from "../../src/run/checkpoint-file.js";
import { distill, type DistillOptions } from "../../src/run/distill.js";
import { isRunFolder, prepareRunFolder, runFiles, type Metrics, type Recipe } from "../../src/run/index.js";
import type { RunFolder } from "../../src/run/index.js";
import { lockRun } from "../../src/run/run-lock.js";
import {
  DataError,
  FileError,
  FormatError,
  LimbeckError,
  RunFolderError,
  TrainingFailure,
} from "../../src/tensor/index.js";
import { idxFile } from "../data/samples.js";
import { filesOf, resolve, scratch, tiny, weightsOf, writePictures } from "./tiny.js";

/** A disk with so much room for files that are written at once. */
const disk = vi.hoisted(() => ({ room: Infinity }));
vi.mock("node:fs/promises", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs/promises")>();
  const open: typeof real.open = async (...place) => {
    const file = await real.open(...place);
    const write = file.writeFile.bind(file);
    file.writeFile = async (content: string | Uint8Array) => {
      const fits = content.length <= disk.room;
      await write(fits ? content : content.slice(0, disk.room));
      disk.room -= Math.min(content.length, disk.room);
      if (!fits) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    };
    return file;
  };
  return { ...real, open };
});

let data: string;
let folder: RunFolder;
/** The weights that the tiny recipe ends with. */
let unbroken: Record<string, string>;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "limbeck-unbroken-"));
  await writePictures(data);
  folder = { path: join(data, "run") };
  await mkdir(folder.path);
  await run();
  unbroken = await weightsOf(folder);
  await rm(data, { recursive: true });
});
beforeEach(async () => {
  data = await scratch();
  await writePictures(data);
  process.env["LIMBECK_CACHE"] = join(data, "cache");
  folder = { path: join(data, "run") };
  await mkdir(folder.path);
});

const run = (changes: Partial<Recipe> = {}, options: Partial<DistillOptions> = {}): Promise<Metrics> =>
  distill(resolve({ ...tiny, ...changes } as Recipe, data), { folder, ...options });

/** Begins a run and breaks it off in the middle of the baseline. */
async function breakOff(changes: Partial<Recipe> = {}, options: Partial<DistillOptions> = {}): Promise<void> {
  const stop = new AbortController();
  const begun = run(changes, {
    ...options,
    signal: stop.signal,
    onEvent: ({ network }) => {
      if (network === "baseline") stop.abort(new Error("stopped"));
    },
  });
  await expect(begun).rejects.toThrow("stopped");
}

describe("data that cannot be learnt leaves no trace", () => {
  afterRefusal();
  test.each<[string, Record<string, Uint8Array | string>, RegExp]>([
    ["a truncated file", { "train-images": idxFile(8, [180, 8, 8], [1, 2, 3]) }, /train-images.*truncated or damaged/],
    [
      "an empty class",
      {
        "train-labels": idxFile(
          8,
          [180],
          Array.from({ length: 180 }, (_, i) => (i % 2) * 2),
        ),
      },
      /no training sample of class 1/,
    ],
    [
      "a test label outside the classes",
      { "test-labels": idxFile(8, [60], new Uint8Array(60).fill(7)) },
      /label 7 .* is outside the classes/,
    ],
    ["other labels than images", { "train-labels": idxFile(8, [3], [0, 1, 2]) }, /180 images .* but 3 labels/],
  ])("%s", async (_what, files, message) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(data, name), content);
    await expectRefusal(run(), LimbeckError, message);
  });

  test.each(["NaN", "inf", "oops", ""])("the feature %j in a table", async (cell) => {
    await writeFile(join(data, "a.csv"), `x,y,label\n1,2,a\n3,${cell},b\n4,5,a\n1,1,b\n`);
    const table = { data: { train: "a.csv", validation: 0 }, training: { epochs: 1, keep: "last" } } as const;
    await expectRefusal(run(table), DataError, /a\.csv line 3, column y/);
  });

  /** Nothing of a run may have been written. */
  function afterRefusal(): void {
    beforeEach(() => async () => {
      expect(await readdir(folder.path)).toEqual([]);
    });
  }
});

async function expectRefusal(
  done: Promise<unknown>,
  kind: new (message: string) => Error,
  message: RegExp,
): Promise<void> {
  const error: unknown = await done.then(
    () => "no error",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toMatch(message);
}

describe("a loss that is not finite", () => {
  const wild = (learningRate: number): Partial<Recipe> => ({
    student: { model: "mlp", hidden: [6, 6], training: { optimizer: { name: "sgd", learningRate } } },
    training: { epochs: 4, batchSize: 32 },
  });

  test.each([1e21, 1e30])("a learning rate of %d: which step, which tensor, what to do", async (learningRate) => {
    await expectRefusal(
      run(wild(learningRate)),
      TrainingFailure,
      /^Training broke off at step \d+ \(epoch \d\): .*( is not finite| reaches \d).* The last good checkpoint is kept\. .*lower learning rate \(now 1e\+\d+\)/,
    );
    const checkpoint = await readCheckpoint(folder, "baseline");
    for (const values of checkpoint!.state.parameters.values()) expect(values.every(Number.isFinite)).toBe(true);
    expect(await filesOf(folder)).toContain("teacher/model.json");
    await expectRefusal(run(wild(learningRate), { resume: true }), TrainingFailure, /Training broke off/);
  });
});

describe("places that cannot be written", () => {
  test.each([0, 2_000, 20_000, 60_000, 130_000])(
    "a disk that is full after %d bytes: one message, and with room the run goes on",
    async (room) => {
      disk.room = room;
      onTestFinished(() => void (disk.room = Infinity));
      await expectRefusal(
        run(),
        FileError,
        /cannot be written: the disk is full\. Make room, then go on where it stopped\./,
      );
      expect((await filesOf(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      disk.room = Infinity;
      await run({}, { resume: true });
      expect(await weightsOf(folder)).toEqual(unbroken);
    },
  );

  test("a folder without permission", async () => {
    await chmod(data, 0o555);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid!(65534); // root may write anywhere
    onTestFinished(async () => {
      if (isRoot) process.seteuid!(0);
      await chmod(data, 0o755);
    });
    await expectRefusal(
      prepareRunFolder({ name: "x", out: join(data, "new") }),
      FileError,
      /new cannot be made: no permission\. Choose/,
    );
    await expectRefusal(run(), FileError, /run\.lock cannot be written: no permission\. Choose/);
  });
});

describe("under --resume", () => {
  test("the run of another recipe is refused and stays as it is", async () => {
    await breakOff();
    const before = await filesOf(folder);
    await expectRefusal(run({ temperature: 8 }, { resume: true }), RunFolderError, /a run of another recipe/);
    expect(await filesOf(folder)).toEqual(before);
    await run({}, { resume: true });
  });

  test("data files that have changed are named", async () => {
    await breakOff();
    const path = join(data, "test-images");
    const bytes = await readFile(path);
    await writeFile(
      path,
      bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
    );
    await expectRefusal(
      run({}, { resume: true }),
      RunFolderError,
      /a run on other data: .*test-images has changed since\. Put the data back/,
    );
    await writeFile(path, bytes);
    await run({}, { resume: true });
  });

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ["cut off", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["empty", () => new Uint8Array(0)],
    [
      "without its facts",
      (bytes) => Buffer.from(bytes.toString("latin1").replace("checkpoint", "chockpoint"), "latin1"),
    ],
    [
      "with facts that are no JSON",
      (bytes) => Buffer.from(bytes.toString("latin1").replace('{\\"format', '{{"format'), "latin1"),
    ],
  ])("a checkpoint that is %s: what it is and what to do", async (_what, damage) => {
    await breakOff();
    const path = join(runFiles.checkpoints(folder), "baseline.safetensors");
    await writeFile(path, damage(await readFile(path)));
    await expectRefusal(
      run({}, { resume: true }),
      FormatError,
      /baseline\.safetensors: the checkpoint is damaged: .* Remove the file and go on with --resume: the baseline is then trained from its beginning\./,
    );
    await rm(path);
    await run({}, { resume: true });
    expect(await weightsOf(folder)).toEqual(unbroken);
  });
});

describe("two processes in one run folder", () => {
  test("the second is refused while the first is at work", async () => {
    const first = run();
    await expectRefusal(
      run({}, { resume: true }),
      RunFolderError,
      new RegExp(`is in use by the process ${process.pid}\\. Wait`),
    );
    await first;
    expect(await filesOf(folder)).not.toContain("run.lock");
  });

  test("--force does not throw away a run at work", async () => {
    await breakOff();
    const unlock = await lockRun(folder);
    await expectRefusal(prepareRunFolder({ name: "x", out: folder.path, force: true }), RunFolderError, /is in use/);
    expect(await isRunFolder(folder.path)).toBe(true);
    await unlock();
    await prepareRunFolder({ name: "x", out: folder.path, force: true });
    expect(await readdir(folder.path)).toEqual([]);
  });

  test("a process of another number that lives keeps its lock", async () => {
    await writeFile(runFiles.lock(folder), String(process.ppid));
    await expectRefusal(lockRun(folder), RunFolderError, new RegExp(`in use by the process ${process.ppid}\\.`));
  });

  const gone = Number(execFileSync(process.execPath, ["-p", "process.pid"]).toString());
  test.each([String(gone), String(process.pid), "", "x"])(
    "a lock that a dead process left is taken over: %j",
    async (owner) => {
      await writeFile(runFiles.lock(folder), owner);
      await (
        await lockRun(folder)
      )();
      expect(await readdir(folder.path)).toEqual([]);
    },
  );

  test("a folder with a left lock and no run is still free", async () => {
    await writeFile(runFiles.lock(folder), String(gone));
    expect(await prepareRunFolder({ name: "x", out: folder.path })).toEqual(folder);
  });
});
