import { availableParallelism } from "node:os";
import { loadRuntime, type Provider } from "../engine/index.js";
import { probeProviders } from "./probe-providers.js";

/** What runs here, and why not more. */
export interface DoctorFacts {
  /** The engine and its version, as "onnxruntime-node 1.30.0". */
  readonly engine: string;
  /** Processors that a run may use. */
  readonly threads: number;
  /** True if WebAssembly has 128-bit vectors here. */
  readonly simd: boolean;
  /** Those that work. */
  readonly providers: readonly Provider[];
  /** Sentences: what does not work, and how to mend it. */
  readonly notes: readonly string[];
  readonly node: string;
  readonly platform: string;
}

/** Looks at the machine; trains nothing. */
export async function doctor(): Promise<DoctorFacts> {
  const runtime = await loadRuntime();
  const isNative = runtime.name === "onnxruntime-node";
  const probed = isNative ? await probeProviders(["cpu", "webgpu", "cuda"]) : [{ name: "cpu" as const, works: true }];
  const missing = probed.filter(({ works }) => !works);
  return {
    engine: `${runtime.name} ${runtime.version}`,
    threads: Math.min(runtime.maxThreads, availableParallelism()),
    simd: WebAssembly.validate(simdModule),
    providers: probed.filter(({ works }) => works).map(({ name }) => name),
    notes: [
      ...runtime.notes,
      ...missing.map(({ name, reason }) => `${name} does not run here: ${reason ?? "no reason was given"}`),
    ],
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** A module with one function that makes a vector: valid only where SIMD is. */
const simdModule = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version 1
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // one type: () -> v128
  ...[0x03, 0x02, 0x01, 0x00], // one function of it
  ...[0x0a, 0x0a, 0x01, 0x08, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x62, 0x0b], // i8x16.popcnt(i8x16.splat(0))
);
