import { kernel as wasm } from "./generated/kernel.js";

/** The functions of assembly/index.ts; addresses are bytes of the shared memory. */
export interface Kernel {
  setShared(
    inputs: number,
    outputs: number,
    nodes: number,
    rowBytes: number,
    keep: number,
    aliases: number,
    pathStarts: number,
    pathNodes: number,
    pathCodes: number,
  ): void;
  setScratch(scratch: number, window: number): void;
  setOptions(words: number, window: number, negatives: number, cbow: number): void;
  /** Trains on `count` ids, sentence after sentence, each ended by -1. */
  train(ids: number, count: number, rate: number): void;
  getState(): bigint;
  setState(state: bigint): void;
  /** -log2 of the probabilities given to the truth is -(power + log2(product)), over so many pairs of words. */
  getProduct(): number;
  getPower(): number;
  getPairs(): number;
  resetLoss(): void;
}

let module: WebAssembly.Module | undefined;

/** A kernel of its own for a thread, over the memory that all of them share. */
export function createKernel(memory: WebAssembly.Memory): Kernel {
  module ??= new WebAssembly.Module(Buffer.from(wasm, "base64"));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
}
