import { loadRuntime } from "limbeck/engine";
import { env } from "onnxruntime-web/wasm";
import { ASKED, pixels, train } from "./training.js";

/** What the page did; the test reads it. Bytes and numbers travel as plain arrays. */
export interface PageResult {
  readonly engine: string;
  readonly notes: readonly string[];
  readonly losses: readonly number[];
  readonly moved: Readonly<Record<string, number>>;
  readonly step: readonly number[];
  readonly logits: readonly number[];
  /** What the network that Node trained says here. */
  readonly logitsOfNode: readonly number[];
}

declare global {
  var result: Promise<PageResult>;
}

// Told where the runtime's files lie, it may start workers from them.
const runtimeFiles = new URLSearchParams(location.search).get("runtime");
if (runtimeFiles !== null) env.wasm.wasmPaths = runtimeFiles;

const bytes = async (path: string) => new Uint8Array(await (await fetch(path)).arrayBuffer());

globalThis.result = (async () => {
  const images = await bytes("images");
  const training = await train({ images, labels: await bytes("labels") });
  const runtime = await loadRuntime();
  const session = await runtime.createSession(await bytes("network.onnx"), { threads: 1, provider: "cpu" });
  const { logits } = await session.run({ x: pixels(images, 0, ASKED) }, {});
  return {
    engine: runtime.name,
    notes: runtime.notes,
    losses: training.losses,
    moved: training.moved,
    step: [...training.step],
    logits: [...training.logits],
    logitsOfNode: [...(logits!.data as Float32Array)],
  };
})();
