import { Worker } from "node:worker_threads";
import { control } from "./control.js";
import type { WorkerData, WorkerMessage } from "./worker.js";

/** The threads that train, each over the same memory. */
export class WorkerPool {
  readonly #workers: Worker[];
  readonly #turns: Int32Array;
  readonly #failure: Promise<never>;
  /** Of each thread's random numbers, when it last came to rest. */
  readonly states: bigint[];

  /** @param states where each thread's random numbers begin; as many threads are started */
  constructor(data: Omit<WorkerData, "thread" | "state">, states: readonly bigint[]) {
    this.#turns = new Int32Array(data.memory.buffer, data.layout.control);
    this.states = [...states];
    this.#workers = states.map((state, thread) => {
      const workerData: WorkerData = { ...data, thread, state };
      return new Worker(workerUrl(), { workerData });
    });
    this.#failure = new Promise((_, reject) => {
      for (const worker of this.#workers) {
        worker.setMaxListeners(0);
        worker.on("error", reject);
      }
    });
    this.#failure.catch(() => undefined); // it is told by `run`
  }

  /**
   * Does the tasks from `first` to before `end`, or those up to a call of `stop`.
   * @returns the first task that was not done
   */
  async run(first: number, end: number): Promise<number> {
    Atomics.store(this.#turns, control.next, first);
    Atomics.store(this.#turns, control.limit, end);
    await Promise.race([Promise.all(this.#workers.map((worker, thread) => this.#rest(worker, thread))), this.#failure]);
    // Each thread has taken one number for which there was no task.
    return Atomics.load(this.#turns, control.next) - this.#workers.length;
  }

  /** Lets each thread end the task that it is at, and no more. */
  stop(): void {
    Atomics.store(this.#turns, control.limit, 0);
  }

  /** The first task that nobody has taken. */
  get taken(): number {
    return Math.min(Atomics.load(this.#turns, control.next), Atomics.load(this.#turns, control.limit));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #rest(worker: Worker, thread: number): Promise<void> {
    return new Promise((resolve) => {
      worker.once("message", (state: WorkerMessage) => {
        this.states[thread] = state;
        resolve();
      });
      worker.postMessage("go on");
    });
  }
}

/** The worker beside this file: JavaScript in the package, TypeScript in a checkout, which Node 20 needs help to read. */
function workerUrl(): URL {
  if (!import.meta.url.endsWith(".ts")) return new URL("./worker.js", import.meta.url);
  const tsx = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const worker = JSON.stringify(new URL("./worker.ts", import.meta.url).href);
  const program = `import { register } from ${tsx}; register(); await import(${worker});`;
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}
