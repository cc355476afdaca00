import type { MemoryTable } from "./define-objective.js";
import { Random } from "../tensor/index.js";
import { heldArray } from "./training-state.js";

/** The samples that a memory is about. */
export interface RememberedSamples {
  /** `[samples]` */
  readonly labels: Int32Array;
  readonly seed: number;
}

/**
 * What objectives remember of single samples from step to step. It stays in host memory: a step reads the rows of its
 * batch and leaves new ones, so that its cost does not grow with the data.
 */
export class Memory {
  readonly #tables = new Map<string, Table>();
  readonly #samples: RememberedSamples;

  constructor(tables: ReadonlyMap<string, MemoryTable>, samples: RememberedSamples) {
    this.#samples = samples;
    for (const [name, table] of tables) this.#tables.set(name, makeTable(name, table, samples));
  }

  /** Rows of a table at the places of a batch's samples, `[indices.length, width]`; of one for the run `[width]`. */
  read(name: string, indices: Int32Array): { shape: number[]; data: Float32Array } {
    const { now, width, per } = this.#tables.get(name)!;
    if (per === "run") return { shape: [width], data: now.slice() };
    const data = new Float32Array(indices.length * width);
    indices.forEach((index, i) => data.set(now.subarray(index * width, (index + 1) * width), i * width));
    return { shape: [indices.length, width], data };
  }

  /** Places of samples drawn at random for one step, with replacement: a function of seed, step and what asks. */
  draw(asker: string, count: number, step: number): Int32Array {
    const { labels, seed } = this.#samples;
    const random = new Random(seed).fork("draws").fork(asker).fork(step);
    return Int32Array.from({ length: count }, () => random.integer(labels.length));
  }

  write(name: string, indices: Int32Array, rows: Float32Array): void {
    const { now, next, width, per } = this.#tables.get(name)!;
    const target = next ?? now;
    if (per === "run") target.set(rows);
    else indices.forEach((index, i) => target.set(rows.subarray(i * width, (i + 1) * width), index * width));
  }

  /** From here on, what was written for the next epoch is seen. */
  endEpoch(): void {
    for (const { now, next } of this.#tables.values()) if (next) now.set(next);
  }

  /** Copies of all that it holds, by name: what a checkpoint keeps. */
  state(): Map<string, Float32Array> {
    return new Map(this.#arrays().map(([name, values]) => [name, values.slice()]));
  }

  /** @throws FormatError if the state is of another memory */
  restore(state: ReadonlyMap<string, Float32Array>): void {
    for (const [name, values] of this.#arrays()) values.set(heldArray(state, name, values.length));
  }

  #arrays(): (readonly [name: string, values: Float32Array])[] {
    return [...this.#tables].flatMap(([name, { now, next }]) => [
      [`memory/${name}`, now] as const,
      ...(next ? [[`memory/${name}/next`, next] as const] : []),
    ]);
  }
}

interface Table {
  readonly per: MemoryTable["per"];
  readonly width: number;
  readonly now: Float32Array;
  /** Where rows for the next epoch are written. */
  readonly next: Float32Array | undefined;
}

function makeTable(
  name: string,
  { per, width, seen, initial }: MemoryTable,
  { labels, seed }: RememberedSamples,
): Table {
  const rows = per === "run" ? 1 : labels.length;
  const now = new Float32Array(rows * width);
  const random = new Random(seed).fork("memory").fork(name);
  if (initial) for (let i = 0; i < rows; i++) now.set(initial({ label: labels[i] ?? 0, random }), i * width);
  return { per, width, now, next: seen === "next epoch" ? now.slice() : undefined };
}
