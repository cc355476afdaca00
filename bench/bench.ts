import type { BenchResult } from "./table.js";

/** What the command line tells a bench. */
export interface BenchOptions {
  /** Thread counts to measure at; left out, the bench chooses. */
  readonly threads?: readonly number[];
  /** How often all subjects run in turn. */
  readonly rounds: number;
  /** Only cases whose name contains this. */
  readonly only?: string;
  /** Tells what is being measured now (on stderr). */
  progress(line: string): void;
}

/** A bench as the list in index.ts names it. */
export interface Bench {
  readonly summary: string;
  run(options: BenchOptions): Promise<BenchResult>;
}
