import { kernel as wasm } from "./generated/kernel.js";

/** The functions of assembly/index.ts; addresses are bytes of `memory`. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  dots(rows: number, query: number, products: number, count: number, size: number): void;
  squares(rows: number, squares: number, count: number, size: number): void;
  dequantize(bytes: number, scales: number, values: number, count: number, size: number): void;
}

let instance: Kernel | undefined;

/** The kernel with at least so much memory: one for all, since each search leaves nothing behind in it. */
export function kernelWith(bytes: number): Kernel {
  instance ??= instantiate();
  const missing = bytes - instance.memory.buffer.byteLength;
  if (missing > 0) instance.memory.grow(Math.ceil(missing / pageLength));
  return instance;
}

const pageLength = 1 << 16;

function instantiate(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 0 });
  const module = new WebAssembly.Module(Buffer.from(wasm, "base64"));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, ...(exports as unknown as Omit<Kernel, "memory">) };
}
