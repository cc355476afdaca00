import { availableParallelism } from "node:os";
import { LimbeckError } from "../tensor/index.js";
import { createSession, type OrtModule } from "./ort-session.js";
import type { Runtime } from "./runtime.js";

let loading: Promise<Runtime> | undefined;

/**
 * ONNX Runtime for this machine: the native package where it loads, else its WebAssembly build, with one line on stderr
 * that says why. Loaded once.
 * @throws LimbeckError if neither loads
 */
export const loadRuntime = (): Promise<Runtime> => (loading ??= load());

async function load(): Promise<Runtime> {
  try {
    return await loadNative();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause);
    const note =
      `The native engine, onnxruntime-node, does not load here (${reason}). Running on WebAssembly, several times slower. ` +
      `For the fast one: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node (Linux with glibc, Windows, Mac with Apple silicon).`;
    process.stderr.write(`${note}\n`);
    return await loadWeb(note);
  }
}

async function loadNative(): Promise<Runtime> {
  // Since 1.29 it would report sessions to Microsoft, under an identifier that it keeps in the user's cache folder.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
  // Not a literal, so that bundlers and type checkers do not demand an optional package.
  const packageName: string = "onnxruntime-node";
  const module = (await import(packageName)) as NativeModule & { default?: NativeModule };
  const ort = module.default ?? module;
  return {
    name: "onnxruntime-node",
    version: ort.env.versions.node ?? ort.env.versions.common,
    notes: [],
    maxThreads: availableParallelism(),
    createSession: (model, { threads, provider, inPlace }) =>
      createSession(
        ort,
        model,
        {
          executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
          intraOpNumThreads: threads,
          interOpNumThreads: 1,
          graphOptimizationLevel: "all",
          logSeverityLevel: 3,
        },
        inPlace ? "written silently" : "written",
      ),
  };
}

async function loadWeb(note: string): Promise<Runtime> {
  const module = (await import("onnxruntime-web").catch((cause: unknown) => {
    throw new LimbeckError("Neither onnxruntime-node nor onnxruntime-web loads. Run npm install again.", { cause });
  })) as unknown as OrtModule & WebEnvironment & { default?: OrtModule & WebEnvironment };
  const ort = module.default ?? module;
  const maxThreads = availableParallelism();
  return {
    name: "onnxruntime-web",
    version: ort.env.versions.web ?? ort.env.versions.common,
    notes: [note],
    maxThreads,
    createSession: (model, { threads }) => {
      ort.env.wasm.numThreads = threads; // read once, when the first session is made
      return createSession(ort, model, { executionProviders: ["wasm"], logSeverityLevel: 3 }, "copied");
    },
  };
}

type NativeModule = OrtModule & { env: { versions: { node?: string; common: string } } };

interface WebEnvironment {
  readonly env: { wasm: { numThreads?: number }; versions: { web?: string; common: string } };
}
