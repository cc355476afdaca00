import { existsSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EventLog, readEvents, type RunEvent } from "../../src/run/index.js";
import { FileError, FormatError } from "../../src/tensor/index.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "limbeck-events-"));
  path = join(folder, "events.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

const event = (step: number): RunEvent => ({
  time: "2026-01-01T00:00:00.000Z",
  stage: "train",
  network: "teacher",
  step,
});
function log(steps: readonly number[], keepBytes?: number): number {
  const events = new EventLog(path, keepBytes);
  for (const step of steps) events.append(event(step));
  events.close();
  return events.position;
}
const steps = async (): Promise<unknown[]> => (await readEvents(path)).map(({ step }) => step);

test("events are appended, one a line, over several openings", async () => {
  log([1, 2]);
  log([3]);
  expect(await steps()).toEqual([1, 2, 3]);
  expect((await readFile(path, "utf8")).split("\n")[0]).toBe(
    '{"time":"2026-01-01T00:00:00.000Z","stage":"train","network":"teacher","step":1}',
  );
});

test.each(['{"time":"2026', '{"time":"2026-01-01","stage":"train"}', "x".repeat(200_000)])(
  "a torn last line is dropped (%#)",
  async (torn) => {
    log([1, 2]);
    await appendFile(path, torn);
    expect(await steps()).toEqual([1, 2]);
    log([3]);
    expect(await steps()).toEqual([1, 2, 3]);
  },
);

test("events after a checkpoint's position are dropped", async () => {
  const position = log([1, 2]);
  log([3, 4]);
  log([3], position);
  expect(await steps()).toEqual([1, 2, 3]);
});

test("a position that a torn file does not reach keeps what is whole", async () => {
  log([1]);
  log([2], 1_000_000);
  expect(await steps()).toEqual([1, 2]);
  log([9], 0);
  expect(await steps()).toEqual([9]);
});

test("a file with a single torn line becomes empty", async () => {
  await appendFile(path, '{"ti');
  log([1]);
  expect(await steps()).toEqual([1]);
});

test("a damaged line before the last is no event", async () => {
  await appendFile(path, "oops\n{}\n");
  await expect(readEvents(path)).rejects.toThrow(FormatError);
  await expect(readEvents(path)).rejects.toThrow(/events\.jsonl:1: is no JSON: oops/);
});

test("a place that cannot be written is named", () => {
  log([1]);
  expect(() => new EventLog(join(path, "below"))).toThrow(FileError);
  expect(() => new EventLog(join(path, "events.jsonl"))).toThrow(/a part of its path is a file/);
});

test.skipIf(!existsSync("/dev/full"))("a full disk gets one clear message", () => {
  const events = new EventLog("/dev/full");
  expect(() => events.append(event(1))).toThrow(/\/dev\/full cannot be written: the disk is full\. Make room/);
});
