/**
 * npm run bench -- NAME [--json FILE] [--threads 1,2] [--rounds N] [--only TEXT] [--seeds N] [--runs DIR] [--set path=value]
 *                       [--pairs FILE] [--analogies FILE]
 *
 * Times Limbeck against other libraries on the same work in the same run. Without a name: the list of benches.
 */
import { renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { LimbeckError, OptionError } from "../src/tensor/errors.js";
import { suggestion } from "../src/tensor/nearest.js";
import type { Bench } from "./bench.js";
import { formatBench } from "./table.js";

const benches: Readonly<Record<string, Bench>> = {
  "train-step": {
    summary: "one whole training step of an MLP and a ResNet-8, against PyTorch and tfjs-wasm",
    run: async (options) => {
      const result = await (await import("./train-step.js")).trainStep(options);
      return { rows: result.rows, text: formatBench(result) };
    },
  },
  words: {
    summary:
      "Word2Vec: speed and quality of training, speed of search, memory of a large file; against gensim and others",
    run: async (options) => (await import("./words.js")).wordsBench(options),
  },
  methods: {
    summary: "every method with the same teacher, student and budget: accuracy over seeds, time, memory, parameters",
    run: async (options) => (await import("./methods.js")).methodsBench(options),
  },
  distill: {
    summary: "errors of teacher, baseline and student of the built-in recipes, over seeds",
    run: async (options) => (await import("./distill.js")).distillBench(options),
  },
  sweep: {
    summary: "what of the time of a sweep's trial is not training",
    run: async (options) => (await import("./sweep.js")).sweepBench(options),
  },
};

async function main(): Promise<void> {
  const { name, json, ...options } = readArguments();
  if (name === undefined) {
    const width = Math.max(...Object.keys(benches).map((key) => key.length));
    for (const [key, { summary }] of Object.entries(benches)) console.log(`${key.padEnd(width)}  ${summary}`);
    return;
  }
  const bench = benches[name];
  if (bench === undefined) throw new OptionError(`No bench "${name}".${suggestion(name, Object.keys(benches))}`);
  const result = await bench.run({ ...options, progress: (line) => console.error(line) });
  if (result.rows.length === 0 && options.only !== undefined)
    throw new OptionError(`No case contains "${options.only}".`);
  console.log(result.text);
  if (json !== undefined) {
    writeFileSync(`${json}.tmp`, `${JSON.stringify(result.rows, null, 2)}\n`);
    renameSync(`${json}.tmp`, json);
  }
}

function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "string" },
        threads: { type: "string" },
        rounds: { type: "string", default: "7" },
        only: { type: "string" },
        seeds: { type: "string" },
        runs: { type: "string", default: "runs/bench" },
        pairs: { type: "string" },
        analogies: { type: "string" },
        set: { type: "string", multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new OptionError((error as Error).message, { cause: error });
  }
  const { json, threads, rounds, only, seeds, runs, pairs, analogies, set } = parsed.values;
  return {
    name: parsed.positionals[0],
    ...(json === undefined ? {} : { json }),
    ...(threads === undefined ? {} : { threads: threads.split(",").map((text) => positive("--threads", text)) }),
    ...(only === undefined ? {} : { only }),
    ...(seeds === undefined ? {} : { seeds: positive("--seeds", seeds) }),
    ...(pairs === undefined ? {} : { pairs }),
    ...(analogies === undefined ? {} : { analogies }),
    runs,
    set,
    rounds: positive("--rounds", rounds),
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new OptionError(`${option} takes whole numbers from 1, not "${text}".`);
  return value;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof LimbeckError ? error.message : error);
  process.exitCode = error instanceof LimbeckError ? 2 : 1;
}
