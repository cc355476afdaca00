import { createSession, type OrtModule } from "./ort-session.js";
import type { Runtime } from "./runtime.js";

let loading: Promise<Runtime> | undefined;

/**
 * ONNX Runtime in a browser: its WebAssembly build. Takes the place of load-runtime.ts there. Loaded once.
 *
 * On one thread, unless two things are given. The page is cross-origin isolated, else it has no shared memory. And
 * `env.wasm.wasmPaths` of onnxruntime-web/wasm names, before the first call, the address of that package's dist/: a
 * worker starts from a file there. Without it, a worker would start from the page's own bundle and run the page again.
 */
export const loadRuntime = (): Promise<Runtime> => (loading ??= load());

async function load(): Promise<Runtime> {
  const ort = (await import("onnxruntime-web/wasm")) as unknown as OrtModule & WebEnvironment;
  const notes: string[] = [];
  if (!globalThis.crossOriginIsolated) notes.push("One thread: the page is not cross-origin isolated.");
  if (ort.env.wasm.wasmPaths === undefined) {
    notes.push("One thread: set env.wasm.wasmPaths of onnxruntime-web/wasm to the address of its dist/ for more.");
  }
  const maxThreads = notes.length === 0 ? navigator.hardwareConcurrency : 1;
  return {
    name: "onnxruntime-web",
    version: ort.env.versions.web ?? ort.env.versions.common,
    notes,
    maxThreads,
    createSession: (model, { threads }) => {
      ort.env.wasm.numThreads = Math.min(threads, maxThreads); // read once, when the first session is made
      return createSession(ort, model, { executionProviders: ["wasm"], logSeverityLevel: 3 }, "copied");
    },
  };
}

interface WebEnvironment {
  readonly env: {
    wasm: { numThreads?: number; wasmPaths?: unknown };
    versions: { web?: string; common: string };
  };
}
