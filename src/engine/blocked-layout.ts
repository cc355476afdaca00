import { writeModel } from "../onnx/index.js";
import type { Runtime } from "./runtime.js";

const known = new WeakMap<Runtime, Promise<number>>();

/**
 * How many channels a block of ONNX Runtime's blocked image layout holds on this processor (16 with AVX-512, 8 with AVX),
 * or 1 where the runtime has none. Found out by reordering an image whose numbers tell where they came from.
 */
export function blockedChannels(runtime: Runtime): Promise<number> {
  let blocks = known.get(runtime);
  if (!blocks) known.set(runtime, (blocks = probe(runtime)));
  return blocks;
}

async function probe(runtime: Runtime): Promise<number> {
  if (runtime.name !== "onnxruntime-node") return 1;
  const shape = [1, 32, 1, 2];
  const value = { dtype: "float32", shape } as const;
  const model = writeModel({
    name: "layout",
    inputs: [{ name: "x", ...value }],
    outputs: [{ name: "y", ...value }],
    initializers: [],
    nodes: [
      {
        op: "ReorderInput",
        domain: "com.microsoft.nchwc",
        name: "reorder",
        inputs: ["x"],
        outputs: ["y"],
        attributes: {},
      },
    ],
  });
  try {
    const session = await runtime.createSession(model, { threads: 1, provider: "cpu" });
    const results = await session.run({ x: { ...value, data: Float32Array.from({ length: 64 }, (_, i) => i) } }, {});
    await session.dispose();
    // A block begins with the first pixel of each of its channels: the second pixel of the first channel ends it.
    return Math.max(1, (results["y"]!.data as Float32Array).indexOf(1));
  } catch {
    return 1;
  }
}
