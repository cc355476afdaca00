import { OptionError } from "../../../tensor/index.js";
import { longestSentence } from "../corpus/sentence.js";

/** Addresses in the memory that all threads share, in bytes; 0 where there is no such table. */
export interface MemoryLayout {
  readonly inputs: number;
  readonly outputs: number;
  readonly nodes: number;
  /** Bytes of a row: the vector's, filled up to whole SIMD vectors. */
  readonly rowBytes: number;
  readonly keep: number;
  readonly aliases: number;
  readonly pathStarts: number;
  readonly pathNodes: number;
  readonly pathCodes: number;
  readonly threads: readonly ThreadLayout[];
  /** Int32: see control.ts. */
  readonly control: number;
  /** How much memory all of it takes. */
  readonly bytes: number;
}

export interface ThreadLayout {
  readonly scratch: number;
  /** Int32, the ids of a task. */
  readonly ids: number;
  /** Float64: the epoch of the losses measured last, their sum, the pairs of words. */
  readonly losses: number;
}

export interface LayoutOptions {
  readonly words: number;
  readonly size: number;
  readonly window: number;
  readonly negativeSampling: boolean;
  /** Steps of all Huffman paths together; undefined without hierarchical softmax. */
  readonly pathLength: number | undefined;
  readonly subsampling: boolean;
  readonly threads: number;
  /** The most ids that a task reads. */
  readonly taskIds: number;
}

/** WebAssembly addresses 32 bits. */
const mostBytes = 2 ** 32;
/** Lower addresses stay free: 0 is no table. */
const firstAddress = 64;

/** @throws OptionError if it takes more than WebAssembly's 4 GiB */
export function layOut(options: LayoutOptions): MemoryLayout {
  const { words, size, window, negativeSampling, pathLength, subsampling, threads, taskIds } = options;
  const rowBytes = 16 * Math.ceil(size / 4);
  let end = firstAddress;
  const reserve = (bytes: number): number => {
    const address = end;
    end += 64 * Math.ceil(bytes / 64); // a line of the cache each: threads do not wait for each other's lines
    return address;
  };
  const reserveIf = (needed: boolean, bytes: number): number => (needed ? reserve(bytes) : 0);
  const paths = pathLength !== undefined;
  const layout = {
    inputs: reserve(words * rowBytes),
    outputs: reserveIf(negativeSampling, words * rowBytes),
    nodes: reserveIf(paths, words * rowBytes),
    rowBytes,
    keep: reserveIf(subsampling, 4 * words),
    aliases: reserveIf(negativeSampling, 8 * words),
    pathStarts: reserveIf(paths, 4 * (words + 1)),
    pathNodes: reserveIf(paths, 4 * (pathLength ?? 0)),
    pathCodes: reserveIf(paths, pathLength ?? 0),
    threads: Array.from({ length: threads }, () => ({
      scratch: reserve(scratchBytes(rowBytes, window)),
      ids: reserve(4 * taskIds),
      losses: reserve(8 * 3),
    })),
    control: reserve(64),
  };
  if (end > mostBytes) throw tooLarge(words, size, end);
  return { ...layout, bytes: end };
}

/** What a thread needs for itself, as memory.ts of the kernel lays it out. */
const scratchBytes = (rowBytes: number, window: number): number =>
  128 + 3 * rowBytes + 2 * window * (32 + 4) + 4 * longestSentence;

function tooLarge(words: number, size: number, bytes: number): OptionError {
  const most = Math.floor((words * mostBytes) / bytes / 1000) * 1000;
  return new OptionError(
    `${words} words of size ${size} need ${(bytes / 2 ** 30).toFixed(1)} GiB to train, more than the 4 GiB that ` +
      `WebAssembly has. Take a higher minCount, a maxVocab of ${most}, or a smaller size.`,
  );
}
