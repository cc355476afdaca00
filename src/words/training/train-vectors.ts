import { Random, TrainingFailure } from "../../tensor/index.js";
import type { Spool } from "./corpus/corpus.js";
import { huffmanPaths } from "./kernel/huffman.js";
import { layOut } from "./kernel/memory-layout.js";
import { SharedWeights } from "./kernel/shared-weights.js";
import { idsToRead, planTasks, type TaskPlan } from "./kernel/tasks.js";
import { WorkerPool } from "./kernel/worker-pool.js";
import type { TrainingOptions } from "./training-options.js";
import type { TrainingProgress } from "./training-progress.js";
import type { Weights } from "./weights.js";

/** A training that was broken off. */
export interface TrainingState {
  readonly weights: Weights;
  /** Where it stands; JSON keeps it whole. */
  readonly position: TrainingPosition;
}

export interface TrainingPosition {
  /** The first task that is not done. */
  readonly task: number;
  /** Of each thread's random numbers: 64 bits, as decimal text. */
  readonly states: readonly string[];
  /** Of each thread: the epoch of its losses, their sum, the pairs of words. */
  readonly losses: readonly (readonly number[])[];
}

export interface TrainVectorsOptions {
  readonly spool: Spool;
  /** How often each word occurs, from the greatest to the least. */
  readonly counts: Float64Array;
  readonly options: TrainingOptions;
  readonly seed: number;
  readonly threads: number;
  /** Weights to begin with, `[words, size]`; what is left out begins as usual. */
  readonly initial?: Partial<Weights> | undefined;
  /** Goes on where another training of the same spool and options was broken off. */
  readonly resume?: TrainingState | undefined;
  /** Seconds from one call of `onCheckpoint` to the next; default never, but at an abort. */
  readonly checkpointSeconds?: number | undefined;
  /** Told the state now and then, and when the signal aborts; training waits for it. */
  readonly onCheckpoint?: ((state: TrainingState) => Promise<void>) | undefined;
  /** Told how far it is, four times a second. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds from one word of progress to the next. */
const progressInterval = 250;

/**
 * Trains word vectors: skip-gram or CBOW (Mikolov et al. 2013, arXiv:1301.3781), by negative sampling or hierarchical
 * softmax (arXiv:1310.4546), on as many threads as are asked for. On one thread the same seed gives the same bytes,
 * also where it was broken off and resumed.
 * @returns the weights, and the mean loss of the last epoch: -log of the probability given to the truth, summed over a
 *          pair's true word and its negatives
 * @throws OptionError if the words need more memory than WebAssembly has
 * @throws TrainingFailure if the weights are no longer finite
 */
export async function trainVectors(given: TrainVectorsOptions): Promise<{ weights: Weights; loss: number }> {
  const { spool, counts, options, seed, threads, initial = {}, resume } = given;
  const random = new Random(seed);
  const plan = planTasks(spool.ids, options.epochs);
  const paths = options.hierarchicalSoftmax && counts.length > 1 ? huffmanPaths(counts) : undefined;
  const layout = layOut({
    words: counts.length,
    size: options.size,
    window: options.window,
    negativeSampling: options.negative > 0,
    pathLength: paths?.nodes.length,
    subsampling: options.sample > 0,
    threads,
    taskIds: idsToRead(plan),
  });
  const weights = new SharedWeights(layout, counts.length, options.size);
  weights.start(resume?.weights ?? initial, random.fork("vectors"));
  weights.setTables(counts, options, paths);
  const losses = layout.threads.map((thread) => new Float64Array(weights.memory.buffer, thread.losses, 3));
  resume?.position.losses.slice(0, threads).forEach((loss, thread) => losses[thread]!.set(loss));
  const pool = new WorkerPool(
    {
      memory: weights.memory,
      layout,
      plan,
      path: spool.path,
      words: counts.length,
      window: options.window,
      negative: options.negative,
      cbow: options.algorithm === "cbow",
      alpha: options.alpha,
      minAlpha: options.minAlpha,
    },
    Array.from({ length: threads }, (_, i) => BigInt(resume?.position.states[i] ?? firstState(random, i))),
  );
  try {
    await runAll({ ...given, plan, pool, losses, read: () => weights.read() });
    const trained = weights.read();
    if (!trained.input.every(Number.isFinite)) {
      throw new TrainingFailure(
        `The vectors are no longer finite: a learning rate (alpha) of ${options.alpha} is too high.`,
      );
    }
    return { weights: trained, loss: meanLoss(losses, options.epochs - 1) };
  } finally {
    await pool.dispose();
  }
}

const firstState = (random: Random, thread: number): string => {
  const own = random.fork(`thread ${thread}`);
  return String((BigInt(own.uint32()) << 32n) | BigInt(own.uint32()));
};

interface Running extends TrainVectorsOptions {
  readonly plan: TaskPlan;
  readonly pool: WorkerPool;
  readonly losses: readonly Float64Array[];
  /** A copy of the weights; only while no thread is at work. */
  readonly read: () => Weights;
}

/** Does all tasks, with a rest for each checkpoint. */
async function runAll(running: Running): Promise<void> {
  const { plan, pool, losses, read, resume, checkpointSeconds = Infinity, onCheckpoint, signal } = running;
  const stop = (): void => pool.stop();
  const progress = startProgress(running);
  signal?.addEventListener("abort", stop);
  try {
    let task = resume?.position.task ?? 0;
    while (task < plan.tasks) {
      const due = checkpointSeconds < Infinity ? setTimeout(stop, 1000 * checkpointSeconds) : undefined;
      if (!signal?.aborted) task = await pool.run(task, plan.tasks);
      clearTimeout(due);
      if (task < plan.tasks) {
        const position = { task, states: pool.states.map(String), losses: losses.map((loss) => [...loss]) };
        await onCheckpoint?.({ weights: read(), position });
      }
      signal?.throwIfAborted();
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    progress.end();
  }
}

function startProgress({ plan, pool, spool, options, losses, resume, onProgress }: Running): { end: () => void } {
  if (!onProgress) return { end: () => undefined };
  const { epochs, alpha, minAlpha } = options;
  const start = performance.now();
  const before = resume?.position.task ?? 0;
  const totalWords = spool.rawWords * epochs;
  const tell = (): void => {
    const task = Math.max(before, pool.taken);
    const epoch = Math.min(epochs - 1, Math.floor(task / plan.tasksPerEpoch));
    onProgress({
      epoch: epoch + 1,
      epochs,
      words: Math.round((totalWords * task) / plan.tasks),
      totalWords,
      wordsPerSecond: (totalWords * (task - before)) / plan.tasks / ((performance.now() - start) / 1000),
      learningRate: alpha - (alpha - minAlpha) * (task / plan.tasks),
      loss: meanLoss(losses, epoch),
    });
  };
  const timer = setInterval(tell, progressInterval);
  return {
    end() {
      clearInterval(timer);
      tell();
    },
  };
}

/** Of the epoch, as far as it has come; of the one before where none of it was measured yet. NaN of nothing. */
function meanLoss(losses: readonly Float64Array[], epoch: number): number {
  const newest = Math.min(epoch, Math.max(...losses.map(([of]) => of!)));
  const of = losses.filter((loss) => loss[0] === newest);
  const sum = (place: number): number => of.reduce((total, loss) => total + loss[place]!, 0);
  return sum(2) > 0 ? sum(1) / sum(2) : NaN;
}
