import { Input, type Tensor } from "../graph/index.js";
import { isFloating, isStatic, sizeOf, type NDArray } from "../tensor/index.js";
import { emptyArray, runtimeShape } from "./feeds.js";
import type { FloatBuffer, FloatMemory } from "./memory.js";
import type { Arrays } from "./runtime.js";

/** Where update kernels find what the session computed for them: numbers in their memory, ids of rows beside it. */
export class KernelPlaces {
  /** What the session computes for kernels, by the names of its outputs. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly #memory: FloatMemory;
  readonly #buffers = new Map<Tensor, FloatBuffer>();
  readonly #ids = new Map<Tensor, NDArray>();

  constructor(tensors: Iterable<Tensor>, memory: FloatMemory) {
    this.outputs = new Map([...tensors].map((tensor, i) => [`update_${i}`, tensor]));
    this.#memory = memory;
    for (const tensor of this.outputs.values()) {
      if (isStatic(tensor.shape) && isFloating(tensor.dtype)) this.#reserve(tensor, sizeOf(tensor.shape));
    }
  }

  /**
   * The arrays that the session of a run writes into. Memory may grow: take views of it later.
   * @param sizes of the named axes
   */
  prepare(sizes: ReadonlyMap<string, number>): () => Arrays {
    const shapes = new Map([...this.outputs].map(([name, tensor]) => [name, runtimeShape(tensor.shape, sizes)]));
    for (const [name, tensor] of this.outputs) {
      if (isFloating(tensor.dtype)) this.#reserve(tensor, sizeOf(shapes.get(name)!));
      else this.#ids.set(tensor, emptyArray(tensor, sizes));
    }
    return () =>
      Object.fromEntries(
        [...this.outputs].map(([name, tensor]) => [
          name,
          this.#ids.get(tensor) ?? this.#view(tensor, shapes.get(name)!),
        ]),
      );
  }

  /** Where the numbers of a tensor lie; undefined if the session does not compute it. */
  buffer(tensor: Tensor): FloatBuffer | undefined {
    return this.#buffers.get(tensor);
  }

  /** Ids of rows, which the session computed or was fed. */
  ids(tensor: Tensor, feeds: Arrays): Int32Array | BigInt64Array {
    const { data } = tensor instanceof Input ? feeds[tensor.name]! : this.#ids.get(tensor)!;
    return data as Int32Array | BigInt64Array;
  }

  #view(tensor: Tensor, shape: readonly number[]): NDArray {
    const { address } = this.#buffers.get(tensor)!;
    return { dtype: "float32", shape, data: this.#memory.view({ address, length: sizeOf(shape) }) };
  }

  #reserve(tensor: Tensor, length: number): void {
    if ((this.#buffers.get(tensor)?.length ?? -1) < length) this.#buffers.set(tensor, this.#memory.allocate(length));
  }
}
