import { gather, parameter, type Parameter, type Tensor } from "../graph/index.js";
import { ShapeError, type Random } from "../tensor/index.js";
import { normalParameter } from "./initialize.js";
import { Module } from "./module.js";

export interface EmbeddingOptions {
  /** `[count, size]`, what the table starts from; left out: drawn standard normal, as PyTorch's Embedding. */
  readonly initial?: Float32Array | undefined;
  /** Whether it is learned, default true. */
  readonly trainable?: boolean;
  /** For how many epochs it stays as it is before it is learned, default 0. */
  readonly heldEpochs?: number;
  /**
   * Default false. True for large tables: a step then updates only the rows that it read, so that its cost does not grow
   * with the table, lazily, as PyTorch's SparseAdam does.
   */
  readonly sparse?: boolean;
  readonly random: Random;
}

/** Rows of a table by index: int32 or int64 `[...]` → `[..., size]`. */
export class Embedding extends Module {
  readonly weight: Parameter; // [count, size]

  /** @throws ShapeError if the table to start from has not count · size numbers */
  constructor(count: number, size: number, { initial, random, ...traits }: EmbeddingOptions) {
    super();
    if (initial && initial.length !== count * size) {
      throw new ShapeError(
        `Embedding: the table to start from has ${initial.length} numbers, expected ${count} · ${size}.`,
      );
    }
    this.weight = initial
      ? parameter([count, size], initial, traits)
      : normalParameter([count, size], 1, random, traits);
  }

  forward(indices: Tensor): Tensor {
    return gather(this.weight, indices);
  }
}
