import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { BenchOptions } from "./bench.js";
import { compare, type Contestant } from "./compare.js";
import { median } from "./median.js";
import { findPyTorch } from "./peers/find-pytorch.js";
import type { StepSettings } from "./step-server.js";
import { startSubject, type Subject, type SubjectCommand } from "./subject.js";
import type { BenchResult, BenchRow, SkippedPeer } from "./table.js";

/** What is trained: the MLP 784-1200-1200-10 at batch 128, and a ResNet-8 on 28x28 images at batch 64. */
const models = [
  { model: "mlp", batch: 128 },
  { model: "resnet8", batch: 64 },
] as const;
const optimizers = ["sgd", "adam"] as const;

/** A turn lasts about this long, so that a noisy second of the machine meets every subject alike. */
const turnMs = 400;
const warmup = 5;

interface Racer extends Contestant {
  readonly process: Subject;
}

/**
 * One whole training step (forward, backward, update; float32, random data) of each model and optimiser in Limbeck and
 * in each peer, at 1, 2, 4, ... threads. Every subject is a process of its own; of a case, all run in turn, round
 * after round. The median is over all steps. Beside the rows of equal threads, each subject has one "at its best":
 * the thread count that was fastest for it, set against ours at our best.
 */
export async function trainStep(options: BenchOptions): Promise<BenchResult> {
  const threadCounts = options.threads ?? defaultThreads();
  const pyTorch = await findPyTorch();
  const ours = nodeSubject("Limbeck", "subjects/limbeck.ts");
  const peers = [...pyTorch.commands, nodeSubject("tfjs-wasm", "peers/tfjs.ts")];
  const [load] = loadavg();
  if (load! > 0.3 * availableParallelism())
    options.progress(`This machine is busy (load ${load!.toFixed(1)}): figures on several threads suffer most.`);
  const rows: BenchRow[] = [];
  const skipped: SkippedPeer[] = [];
  for (const { model, batch } of models) {
    for (const optimizer of optimizers) {
      const name = `${model} ${optimizer}`;
      if (!name.includes(options.only ?? "")) continue;
      const settings = { model, optimizer, batch, warmup };
      options.progress(`${name}: ${["Limbeck", ...peers.map((peer) => peer.name)].join(", ")}`);
      for (const reason of pyTorch.skipped) skipped.push({ case: name, subject: "PyTorch", reason });
      const raced = await race([ours, ...peers], settings, threadCounts, options.rounds);
      skipped.push(...raced.skipped.map((peer) => ({ ...peer, case: name })));
      rows.push(...compare(name, raced.contestants));
    }
  }
  return { rows, skipped };
}

/** 1, 2, 4, ... up to the machine's cores, and all of them. */
function defaultThreads(): number[] {
  const cores = availableParallelism();
  const powers = [1, 2, 4, 8, 16, 32, 64].filter((count) => count < cores);
  return [...powers, cores];
}

function nodeSubject(name: string, file: string): SubjectCommand {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return { name, command: process.execPath, args: ["--import", "tsx", path] };
}

/** Starts each subject (ours first) at each thread count, lets all run in turn for so many rounds, and stops them. */
async function race(
  commands: readonly SubjectCommand[],
  settings: Omit<StepSettings, "threads">,
  threadCounts: readonly number[],
  rounds: number,
): Promise<{ contestants: Racer[]; skipped: Omit<SkippedPeer, "case">[] }> {
  const contestants: Racer[] = [];
  const skipped: Omit<SkippedPeer, "case">[] = [];
  try {
    for (const command of commands) {
      for (const threads of threadCounts) {
        const started = await startSubject(command, { ...settings, threads });
        if ("skip" in started) {
          if (command === commands[0]) throw new Error(`${command.name} cannot run: ${started.skip}`);
          skipped.push({
            subject: `${command.name} on ${threads} thread${threads > 1 ? "s" : ""}`,
            reason: started.skip,
          });
        } else contestants.push({ process: started, subject: started.name, threads, ms: [] });
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const { process, ms } of contestants) {
        const steps = ms.length === 0 ? 2 : Math.max(2, Math.min(50, Math.round(turnMs / median(ms))));
        ms.push(...(await process.run(steps)));
      }
    }
  } finally {
    for (const { process } of contestants) process.close();
  }
  return { contestants, skipped };
}
