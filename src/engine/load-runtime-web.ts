import { createSession, type OrtModule } from "./ort-session.js";
import type { Runtime } from "./runtime.js";

let loading: Promise<Runtime> | undefined;

/** ONNX Runtime in a browser: its WebAssembly build. Takes the place of load-runtime.ts there. Loaded once. */
export const loadRuntime = (): Promise<Runtime> => (loading ??= load());

async function load(): Promise<Runtime> {
  const ort = (await import("onnxruntime-web/wasm")) as unknown as OrtModule & WebEnvironment;
  // Threads need SharedArrayBuffer, which a page has only when it is cross-origin isolated.
  const maxThreads = globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  return {
    name: "onnxruntime-web",
    version: ort.env.versions.web ?? ort.env.versions.common,
    notes: globalThis.crossOriginIsolated ? [] : ["One thread: the page is not cross-origin isolated."],
    maxThreads,
    createSession: (model, { threads }) => {
      ort.env.wasm.numThreads = threads; // read once, when the first session is made
      return createSession(ort, model, { executionProviders: ["wasm"], logSeverityLevel: 3 }, false);
    },
  };
}

interface WebEnvironment {
  readonly env: { wasm: { numThreads?: number }; versions: { web?: string; common: string } };
}
