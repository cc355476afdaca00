import { kernel as wasm } from "./generated/kernel.js";

/** The functions of assembly/index.ts; addresses are bytes of `memory`. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  dots(rows: number, query: number, products: number, count: number, size: number): void;
  squares(rows: number, squares: number, count: number, size: number): void;
  dequantize(bytes: number, scales: number, values: number, count: number, size: number): void;
  quantize(
    rows: number,
    norms: number,
    bytes: number,
    scales: number,
    errors: number,
    count: number,
    size: number,
    stride: number,
  ): void;
  reaching(
    rows: number,
    query: number,
    scales: number,
    errors: number,
    count: number,
    stride: number,
    step: number,
    slack: number,
    threshold: number,
    first: number,
    found: number,
    cosines: number,
    scratch: number,
  ): number;
}

let module: WebAssembly.Module | undefined;
let shared: Kernel | undefined;

/**
 * A kernel with a memory of its own.
 * @throws RangeError if there is not so much memory; 4 GB is the most
 */
export function newKernel(bytes: number): Kernel {
  module ??= new WebAssembly.Module(Buffer.from(wasm, "base64"));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageLength) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, ...(exports as unknown as Omit<Kernel, "memory">) };
}

/** A kernel that all share, with at least so much memory: what one leaves behind there the next overwrites. */
export function sharedKernel(bytes: number): Kernel {
  shared ??= newKernel(0);
  const missing = bytes - shared.memory.buffer.byteLength;
  if (missing > 0) shared.memory.grow(Math.ceil(missing / pageLength));
  return shared;
}

const pageLength = 1 << 16;

/** Gives out addresses one after another, each a multiple of 16. */
export function layout(): (bytes: number) => number {
  let end = 0;
  return (bytes) => {
    const start = end;
    end = Math.ceil((start + bytes) / 16) * 16;
    return start;
  };
}
