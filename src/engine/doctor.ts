import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadRuntime } from "./load-runtime.js";
import { providers, type Provider, type Runtime } from "./runtime.js";
import { chooseThreads } from "./threads.js";

/** What runs on this machine, and why other things do not. */
export interface Diagnosis {
  /** "onnxruntime-node", or "onnxruntime-web" where that does not load. */
  readonly engine: Runtime["name"];
  readonly version: string;
  /** How many threads the probe of `chooseThreads` takes. */
  readonly threads: number;
  /** Whether WebAssembly has 128-bit SIMD here: update kernels need it. */
  readonly simd: boolean;
  readonly providers: readonly ProviderDiagnosis[];
  readonly notes: readonly string[];
}

export interface ProviderDiagnosis {
  readonly name: Provider;
  readonly works: boolean;
  /** Of one that does not work; empty where it does. */
  readonly why: string;
}

/** Tries every provider on a model of one node, each in a process of its own: WebGPU may crash one without a GPU. */
export async function diagnose(): Promise<Diagnosis> {
  const runtime = await loadRuntime();
  return {
    engine: runtime.name,
    version: runtime.version,
    threads: await chooseThreads(runtime, "auto"),
    simd: hasSimd(),
    providers: await Promise.all(providers.map(diagnoseProvider)),
    notes: runtime.notes,
  };
}

/** Milliseconds after which a provider that says nothing counts as one that does not work. */
const patience = 20_000;

function diagnoseProvider(name: Provider): Promise<ProviderDiagnosis> {
  const script = fileURLToPath(new URL(`./probe-provider${extension}`, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [...loader, ...flags, script, name], { timeout: patience }, (error, stdout, stderr) => {
      const said = lastLine(stdout);
      if (!error && said === "works") return resolve({ name, works: true, why: "" });
      const why = said !== "" ? said : reasonOf(error, stderr);
      resolve({ name, works: false, why });
    });
  });
}

/** The probe beside this file is TypeScript in a checkout, which Node 20 needs help to read, JavaScript in the package. */
const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const loader = extension === ".ts" ? ["--import", import.meta.resolve("tsx")] : [];
/** With --no-addons here, the probe must not have them either. */
const flags = process.execArgv.filter((flag) => flag === "--no-addons");

function reasonOf(
  error: (Error & { signal?: string | null | undefined; killed?: boolean | undefined }) | null,
  stderr: string,
): string {
  if (error?.killed) return `No answer within ${patience / 1000} s.`;
  if (error?.signal) return `The process ended with ${error.signal} while the provider loaded.`;
  return lastLine(stderr) || error?.message || "It gave a wrong result.";
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/** A function that makes a v128 and drops it. */
const hasSimd = (): boolean =>
  WebAssembly.validate(
    // prettier-ignore
    Uint8Array.of(
      0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // "\0asm", version 1
      1, 4, 1, 0x60, 0, 0, // one type: no arguments, no results
      3, 2, 1, 0, // one function of that type
      10, 9, 1, 7, 0, 0x41, 0, 0xfd, 15, 0x1a, 11, // i32.const 0, i8x16.splat, drop
    ),
  );
