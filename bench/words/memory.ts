import { execFile } from "node:child_process";
import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Random } from "../../src/tensor/index.js";

/** What it takes to open a large file and to answer a first query. */
export interface MemoryRow {
  readonly case: string;
  readonly subject: string;
  readonly fileBytes: number;
  /** The most memory that the process ever held, Node included. */
  readonly peakBytes: number;
  /** peakBytes / fileBytes */
  readonly peakRatio: number;
  readonly openSeconds: number;
  readonly querySeconds: number;
}

export const [largeWords, largeSize] = [3_000_000, 300];

/** Why the large file cannot be tried here; undefined if it can. */
export function tooLarge(folder: string): string | undefined {
  const needed = largeWords * (4 * largeSize + 12);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < 1.2 * needed) return `it takes ${(needed / 1e9).toFixed(1)} GB on the disk, which are not free`;
  if (totalmem() < 1.5 * needed) return `it takes ${(needed / 1e9).toFixed(1)} GB of memory, more than there is`;
  return undefined;
}

/** Makes a file of 3,000,000 vectors of 300 numbers, opens it in a process of its own, asks one query, and removes it. */
export async function memoryOfLargeFile(folder: string): Promise<MemoryRow> {
  const path = join(folder, "large.bin");
  try {
    writeLarge(path);
    const script = fileURLToPath(new URL("../subjects/first-query.ts", import.meta.url));
    const args = ["--import", "tsx", script, JSON.stringify({ vectors: path })];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const measured = JSON.parse(stdout) as Pick<MemoryRow, "openSeconds" | "querySeconds" | "peakBytes">;
    const fileBytes = statSync(path).size;
    return {
      case: `memory ${largeWords} x ${largeSize}`,
      subject: "Limbeck",
      fileBytes,
      peakRatio: measured.peakBytes / fileBytes,
      ...measured,
    };
  } finally {
    rmSync(path, { force: true });
  }
}

/** The numbers of a thousand words, again and again: random ones for all would take longer to make than to read. */
function writeLarge(path: string): void {
  const random = new Random(1);
  const block = 1000;
  const rows = new Uint8Array(Float32Array.from({ length: block * largeSize }, () => random.next() - 0.5).buffer);
  const file = openSync(path, "w");
  try {
    writeSync(file, `${largeWords} ${largeSize}\n`);
    for (let word = 0; word < largeWords; word += block) {
      const parts = Array.from({ length: block }, (_, i) => [
        Buffer.from(`word${word + i} `),
        rows.subarray(4 * largeSize * i, 4 * largeSize * (i + 1)),
      ]);
      writeSync(file, Buffer.concat(parts.flat()));
    }
  } finally {
    closeSync(file);
  }
}

/** The figures in one line. */
export const formatMemory = (row: MemoryRow): string =>
  `${row.case}: a file of ${(row.fileBytes / 1e9).toFixed(2)} GB, peak memory ${(row.peakBytes / 1e9).toFixed(2)} GB ` +
  `(${row.peakRatio.toFixed(3)} of it), open in ${row.openSeconds.toFixed(1)} s, first query ` +
  `${row.querySeconds.toFixed(2)} s`;
