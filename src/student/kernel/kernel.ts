import { kernel as wasm } from "./generated/kernel.js";
import { plainKernel } from "./plain-kernel.js";

type Recurrent = (
  rows: number,
  count: number,
  back: boolean,
  matrix: number,
  bias: number,
  units: number,
  width: number,
  hidden: number,
  cell: number,
  gates: number,
  states: number,
  statesStep: number,
) => void;

/** The functions of assembly/; addresses are bytes of the memory. */
export interface Kernel {
  readonly multiply: (
    out: number,
    outStep: number,
    x: number,
    xStep: number,
    count: number,
    matrix: number,
    inputs: number,
    width: number,
  ) => void;
  readonly rnn: Recurrent;
  readonly gru: Recurrent;
  readonly lstm: Recurrent;
  readonly relu: (x: number, bytes: number) => void;
  readonly tanhAll: (x: number, bytes: number) => void;
  readonly sigmoidAll: (x: number, bytes: number) => void;
  readonly siluAll: (x: number, bytes: number) => void;
  readonly repeat: (out: number, row: number, width: number, count: number) => void;
  readonly largest: (out: number, rows: number, step: number, count: number, width: number) => void;
  readonly halve: (
    out: number,
    outStep: number,
    x: number,
    step: number,
    height: number,
    width: number,
    pixel: number,
  ) => void;
}

let module: Promise<WebAssembly.Module> | undefined;

/**
 * A kernel over a memory. Compiled once, and not in one go: browsers refuse that for all but small modules. Where nothing
 * may be compiled at all, one of plain JavaScript.
 */
export async function createKernel(memory: WebAssembly.Memory): Promise<Kernel> {
  module ??= WebAssembly.compile(Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0)));
  const compiled = await module.catch(() => undefined);
  if (!compiled) return plainKernel(memory);
  const { exports } = await WebAssembly.instantiate(compiled, { env: { memory } });
  return exports as unknown as Kernel;
}
