import type { Parameter } from "../graph/index.js";
import { sizeOf } from "../tensor/index.js";

const alignment = 64;
const pageSize = 65536;

/**
 * Float32 buffers in one WebAssembly memory: parameters live here, so that update kernels change them in place while
 * ONNX Runtime reads the very same bytes. Views become invalid when the memory grows: take them anew from `view`.
 */
export class FloatMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  #used = alignment; // address 0 stays free: a zero pointer is always a mistake

  /** Reserves a zeroed buffer, padded to whole SIMD vectors. */
  allocate(length: number): FloatBuffer {
    const address = this.#used;
    this.#used += Math.ceil((length * 4) / alignment) * alignment;
    const missing = this.#used - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageSize));
    return { address, length };
  }

  /** The numbers of a buffer; valid until the next `allocate`. */
  view({ address, length }: FloatBuffer): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }
}

export interface FloatBuffer {
  readonly address: number;
  readonly length: number;
}

/** The present values of parameters, shared by every program that uses them. */
export class ParameterStore {
  readonly memory = new FloatMemory();
  readonly #buffers = new Map<Parameter, FloatBuffer>();

  /** Takes parameters in, at their initial values; those already here keep theirs. */
  add(parameters: Iterable<Parameter>): void {
    for (const parameter of parameters) {
      if (this.#buffers.has(parameter)) continue;
      const buffer = this.memory.allocate(sizeOf(parameter.shape as number[]));
      this.#buffers.set(parameter, buffer);
      this.memory.view(buffer).set(parameter.initial);
    }
  }

  has(parameter: Parameter): boolean {
    return this.#buffers.has(parameter);
  }

  buffer(parameter: Parameter): FloatBuffer {
    const buffer = this.#buffers.get(parameter);
    if (!buffer) throw new Error(`The parameter ${parameter.name || parameter.id} is not in this store.`);
    return buffer;
  }

  /** The present numbers of a parameter, not a copy; valid until parameters are added. */
  get(parameter: Parameter): Float32Array {
    return this.memory.view(this.buffer(parameter));
  }

  set(parameter: Parameter, values: Float32Array): void {
    this.get(parameter).set(values);
  }
}
