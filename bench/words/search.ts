import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { conversation } from "../conversation.js";
import { median } from "../median.js";
import { findPython } from "../peers/find-python.js";
import type { BenchResult } from "../table.js";
import { howToGensim } from "./trainers.js";

/** Queries before the clock starts: a filter or a cache is made by then. */
const warmup = 12;
const queriesEachTurn = 20;

interface Searcher {
  readonly name: string;
  readonly process: ReturnType<typeof spawn>;
  readonly ms: number[];
  run(queries: number): Promise<readonly number[]>;
}

/**
 * `mostSimilar` for one word over all vectors of a file, ten answers, on one thread: Limbeck and gensim in turn, round
 * after round, each in a process of its own.
 * @param path vectors in word2vec's binary format
 */
export async function searchSpeed(path: string, rounds: number): Promise<BenchResult> {
  const gensim = await findPython(gensimScript, howToGensim);
  const settings = JSON.stringify({ vectors: path });
  const commands = [
    { name: "Limbeck", command: process.execPath, args: ["--import", "tsx", ownScript, settings] },
    ...gensim.found.map(({ python, subject }) => ({ name: subject, command: python, args: [gensimScript, settings] })),
  ];
  const searchers: Searcher[] = [];
  let name = "";
  try {
    for (const one of commands) {
      const child = spawn(one.command, one.args, { stdio: ["pipe", "pipe", "pipe"] });
      const ask = conversation(child, one.name);
      const run = async (queries: number) => ((await ask(`run ${queries}`)) as { ms: number[] }).ms;
      searchers.push({ name: one.name, process: child, ms: [], run });
      const { words, size } = (await ask()) as { words: number; size: number };
      name = `search ${words} x ${size}`;
      await run(warmup);
    }
    for (let round = 0; round < rounds; round++) {
      for (const one of searchers) one.ms.push(...(await one.run(queriesEachTurn)));
    }
  } finally {
    for (const { process } of searchers) process.stdin?.end();
  }
  const ours = median(searchers[0]!.ms);
  return {
    rows: searchers.map(({ name: subject, ms }) => ({
      case: name,
      subject,
      threads: 1,
      median: median(ms),
      unit: "ms",
      ratio: median(ms) / ours,
    })),
    skipped: gensim.skipped.map((reason) => ({ case: "search", subject: "gensim", reason })),
  };
}

const ownScript = fileURLToPath(new URL("../subjects/search.ts", import.meta.url));
const gensimScript = fileURLToPath(new URL("../peers/gensim_search.py", import.meta.url));
