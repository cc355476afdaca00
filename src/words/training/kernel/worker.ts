import { closeSync, openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { control } from "./control.js";
import { createKernel } from "./kernel.js";
import type { MemoryLayout } from "./memory-layout.js";
import { readingRange, sentencesOf, type TaskPlan } from "./tasks.js";

/** What a thread is told when it starts. */
export interface WorkerData {
  readonly memory: WebAssembly.Memory;
  readonly layout: MemoryLayout;
  /** Its number, from 0. */
  readonly thread: number;
  readonly plan: TaskPlan;
  /** The file of ids. */
  readonly path: string;
  readonly words: number;
  readonly window: number;
  readonly negative: number;
  readonly cbow: boolean;
  readonly alpha: number;
  readonly minAlpha: number;
  /** Of its random numbers. */
  readonly state: bigint;
}

/** Sent when there is no task left to take: the state of its random numbers. A message from outside lets it go on. */
export type WorkerMessage = bigint;

const data = workerData as WorkerData;
const { memory, layout, plan } = data;
const own = layout.threads[data.thread]!;
const kernel = createKernel(memory);
kernel.setShared(
  layout.inputs,
  layout.outputs,
  layout.nodes,
  layout.rowBytes,
  layout.keep,
  layout.aliases,
  layout.pathStarts,
  layout.pathNodes,
  layout.pathCodes,
);
kernel.setScratch(own.scratch, data.window);
kernel.setOptions(data.words, data.window, data.negative, Number(data.cbow));
kernel.setState(data.state);
const turns = new Int32Array(memory.buffer, layout.control);
const losses = new Float64Array(memory.buffer, own.losses, 3);
const file = openSync(data.path, "r");

parentPort!.on("message", work);
parentPort!.on("close", () => closeSync(file));

function work(): void {
  for (;;) {
    const task = Atomics.add(turns, control.next, 1);
    if (task >= Atomics.load(turns, control.limit)) break;
    doTask(task);
    noteLoss(Math.floor(task / plan.tasksPerEpoch));
  }
  parentPort!.postMessage(kernel.getState() satisfies WorkerMessage);
}

function doTask(task: number): void {
  const { from, to } = readingRange(plan, task);
  const read = new Int32Array(memory.buffer, own.ids, to - from);
  readInto(read, from);
  const { first, end } = sentencesOf(plan, task, read);
  const rate = data.alpha - (data.alpha - data.minAlpha) * (task / plan.tasks);
  kernel.train(own.ids + 4 * first, end - first, rate);
}

function readInto(ids: Int32Array, from: number): void {
  const bytes = new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
  for (let done = 0; done < bytes.length;) {
    const count = readSync(file, bytes, done, bytes.length - done, 4 * from + done);
    if (count === 0) throw new Error(`${data.path} ends too early: another program has changed it.`);
    done += count;
  }
}

/** Adds what the kernel has measured to the sums of this epoch. */
function noteLoss(epoch: number): void {
  if (losses[0] !== epoch) losses.set([epoch, 0, 0]);
  losses[1]! -= Math.LN2 * (kernel.getPower() + Math.log2(kernel.getProduct()));
  losses[2]! += kernel.getPairs();
  kernel.resetLoss();
}
