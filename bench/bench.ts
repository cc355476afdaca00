/** What the command line tells a bench. */
export interface BenchOptions {
  /** Thread counts to measure at; left out, the bench chooses. */
  readonly threads?: readonly number[];
  /** How often all subjects run in turn. */
  readonly rounds: number;
  /** Only cases whose name contains this. */
  readonly only?: string;
  /** Of a bench of quality: how many seeds, from 0. */
  readonly seeds?: number;
  /** Of a bench of quality: where its runs lie; those that are finished there are not run again. */
  readonly runs: string;
  /** Of the bench of words: files of judged pairs of words, and of analogies. */
  readonly pairs?: string;
  readonly analogies?: string;
  /** Of a bench of quality: options of the recipe, as `path=value`. */
  readonly set: readonly string[];
  /** Tells what is being measured now (on stderr). */
  readonly progress: (line: string) => void;
}

/** What a bench found out. */
export interface BenchReport {
  /** For `--json`. */
  readonly rows: readonly object[];
  /** For people. */
  readonly text: string;
}

/** A bench as the list in index.ts names it. */
export interface Bench {
  readonly summary: string;
  run(options: BenchOptions): Promise<BenchReport>;
}
