import { add, input, lower } from "../graph/index.js";
import { writeModel } from "../onnx/index.js";
import { loadRuntime } from "./load-runtime.js";
import { providers } from "./runtime.js";

/**
 * A program of its own, run by `diagnose`: adds two numbers through the provider named on its command line and prints
 * "works", or in one line why not.
 */
async function probe(name: string | undefined): Promise<string> {
  const provider = providers.find((known) => known === name);
  if (!provider) return `There is no provider ${name}.`;
  const x = input("x", [2]);
  const model = writeModel(lower("probe", { inputs: new Map([["x", x]]), outputs: new Map([["y", add(x, x)]]) }));
  const runtime = await loadRuntime();
  if (runtime.name === "onnxruntime-web" && provider !== "cpu")
    return "The WebAssembly engine has the cpu provider alone.";
  const session = await runtime.createSession(model, { threads: 1, provider });
  const { y } = await session.run({ x: { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } }, {});
  return y!.data[0] === 2 && y!.data[1] === 4 ? "works" : `It computed [${y!.data.join(", ")}] for [2, 4].`;
}

const said = await probe(process.argv[2]).catch((error: unknown) =>
  error instanceof Error ? error.message.split("\n")[0]! : String(error),
);
process.stdout.write(`${said}\n`);
process.exit(0); // a provider's threads may hold the process open
