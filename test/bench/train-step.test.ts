import { describe, expect, test } from "vitest";
import { compare } from "../../bench/compare.js";
import { median } from "../../bench/median.js";
import { startSubject } from "../../bench/subject.js";
import { formatBench } from "../../bench/table.js";

const rows = compare("mlp sgd", [
  { subject: "ours", threads: 1, ms: [10, 30, 20] },
  { subject: "ours", threads: 2, ms: [8, 12] },
  { subject: "peer", threads: 1, ms: [40] },
  { subject: "peer", threads: 2, ms: [90, 70] },
]);

describe("the rows of a case", () => {
  test("set each subject against ours at as many threads", () => {
    expect(rows.filter(({ subject }) => subject === "peer").map((row) => [row.threads, row.median, row.ratio])).toEqual(
      [
        [1, 40, 2],
        [2, 80, 8],
      ],
    );
  });

  test("set each subject at its best against ours at our best", () => {
    const best = rows.filter(({ subject }) => subject.endsWith("at its best"));
    expect(best.map((row) => [row.subject, row.threads, row.median, row.ratio])).toEqual([
      ["ours, at its best", 2, 10, 1],
      ["peer, at its best", 1, 40, 4],
    ]);
  });
});

test("the table aligns its columns and names each skipped peer once, with its cases", () => {
  const skipped = ["mlp sgd", "mlp adam"].map((name) => ({ case: name, subject: "tfjs", reason: "not installed" }));
  const lines = formatBench({ rows, skipped }).split("\n");
  expect(new Set(lines.slice(0, 2 + rows.length).map((line) => line.length)).size).toBe(1);
  expect(lines.at(-1)).toBe("skipped: tfjs: not installed (mlp sgd, mlp adam)");
});

test("the median of an even number is between the middle two", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

describe("a subject's process", () => {
  const settings = { model: "mlp", optimizer: "sgd", batch: 1, threads: 1, warmup: 0 } as const;
  const start = (script: string) =>
    startSubject({ name: "it", command: process.execPath, args: ["-e", script] }, settings);

  test("greets, runs on request, and ends with its stdin", async () => {
    const subject = await start(`
      console.log('{"subject":"it 1.0","loss":[2,1]}');
      process.stdin.on("data", (line) => console.log(JSON.stringify({ ms: Array(Number(String(line).slice(4))).fill(7) })));`);
    if ("skip" in subject) throw new Error(subject.skip);
    expect(subject.name).toBe("it 1.0");
    expect(await subject.run(3)).toEqual([7, 7, 7]);
    subject.close();
  });

  test("may say why it cannot do the work", async () => {
    expect(await start(`console.log('{"skip":"no kernel"}')`)).toEqual({ skip: "no kernel" });
  });

  test("that trains nothing is refused: its speed would mean nothing", async () => {
    await expect(start(`console.log('{"subject":"it","loss":[2,2]}')`)).rejects.toThrow("trains nothing");
  });

  test("that dies is reported with its last words", async () => {
    await expect(start(`console.error("out of luck"); process.exit(1)`)).rejects.toThrow(/it stopped.*out of luck/);
  });
});
