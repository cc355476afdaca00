/** Bytes of an element-wise step: rows are filled up to so many. */
const vectorBytes = 16;
const pageBytes = 65536;

/** Bytes that a row of numbers takes: whole SIMD vectors. */
export const rowBytes = (numbers: number): number => vectorBytes * Math.ceil(numbers / 4);

/** The memory of a network: places are handed out while it is built, and stay. All of it begins as zeros. */
export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  #end = vectorBytes; // address 0 says that there is nothing

  /** The address of so many bytes. */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end += vectorBytes * Math.ceil(bytes / vectorBytes);
    const missing = this.#end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    return address;
  }

  /** Numbers at an address; valid until the next `reserve`. */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  addresses(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }
}
