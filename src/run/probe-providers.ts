import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Provider } from "../engine/index.js";
import { writeModel } from "../onnx/index.js";

/** Whether a provider runs here. */
export interface ProbedProvider {
  readonly name: Provider;
  readonly works: boolean;
  /** Why it does not, in ONNX Runtime's words. */
  readonly reason?: string;
}

/**
 * Tries the providers of onnxruntime-node on a product of two matrices. Each in a process of its own: a driver that is
 * missing or broken may print, or take the process down.
 */
export const probeProviders = (providers: readonly Provider[]): Promise<ProbedProvider[]> =>
  Promise.all(providers.map(probe));

/** Run by `node -e`; the arguments are the module, the model, and the provider. */
const script = `
  const [module, model, provider] = process.argv.slice(1);
  import(module)
    .then(({ default: ort }) => ort.InferenceSession.create(Buffer.from(model, "base64"), { executionProviders: [provider], logSeverityLevel: 4 })
      .then((session) => session.run({ x: new ort.Tensor("float32", Float32Array.of(1, 2, 3, 4), [2, 2]) })))
    .then(({ y }) => process.stdout.write(y.data.join(" ")), (error) => process.stdout.write("error: " + error.message))
    .finally(() => process.exit());
`;

function probe(name: Provider): Promise<ProbedProvider> {
  const module = pathToFileURL(createRequire(import.meta.url).resolve("onnxruntime-node")).href;
  const words = [...process.execArgv.filter((flag) => flag === "--no-addons"), "-e", script, module, model(), name];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { timeout: 30_000 }, (error, stdout) => {
      if (stdout === "7 10 15 22") return resolve({ name, works: true });
      const said = stdout.startsWith("error: ") ? stdout.slice("error: ".length) : "";
      resolve({ name, works: false, reason: lastSentence(said || error?.message || `it computed ${stdout}`) });
    });
  });
}

/** y = x · x for `[2, 2]`, as base64. */
function model(): string {
  const value = (name: string) => ({ name, dtype: "float32" as const, shape: [2, 2] });
  const node = { op: "MatMul", domain: "", name: "product", inputs: ["x", "x"], outputs: ["y"], attributes: {} };
  const bytes = writeModel({
    name: "probe",
    inputs: [value("x")],
    outputs: [value("y")],
    initializers: [],
    nodes: [node],
  });
  return Buffer.from(bytes).toString("base64");
}

/** ONNX Runtime puts file, line and function before what matters. */
const lastSentence = (message: string): string =>
  message
    .trim()
    .split("\n")[0]!
    .replace(/^.*(?:was false\. |\)>? )/, "");
