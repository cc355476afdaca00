import type { NDArray } from "../tensor/index.js";

/** Where a program runs: the processor, or a graphics card through WebGPU or CUDA. */
export type Provider = (typeof providers)[number];
export const providers = ["cpu", "webgpu", "cuda"] as const;

export interface SessionOptions {
  /** Threads within one operator. */
  readonly threads: number;
  readonly provider: Provider;
  /**
   * True if every run says of each output where to write it: that spares copies. For models of opset 11 or later; default
   * false.
   */
  readonly inPlace?: boolean;
}

/** ONNX Runtime, native or in WebAssembly, behind one face. */
export interface Runtime {
  readonly name: "onnxruntime-node" | "onnxruntime-web";
  readonly version: string;
  /** Why this is not the fastest runtime, or other things that a user should know; shown by `limbeck doctor`. */
  readonly notes: readonly string[];
  /** How many threads it can use at all. */
  readonly maxThreads: number;
  createSession(model: Uint8Array, options: SessionOptions): Promise<Session>;
}

/** A loaded model. */
export interface Session {
  /**
   * Computes the outputs. `targets` holds, for outputs of a known size, where to write them; where the runtime cannot do
   * that it copies. What comes back are all outputs by name.
   */
  run(feeds: Arrays, targets: Arrays): Promise<Arrays>;
  dispose(): Promise<void>;
}

export type Arrays = Readonly<Record<string, NDArray>>;
