import { writeModel } from "../onnx/index.js";
import { withSequenceOutput } from "../onnx/sequence-output.js";
import type { OrtModule } from "./ort-session.js";

/** The name of the output that is no tensor. */
export const silencer = "limbeck/silencer";

/**
 * onnxruntime-node hands each output back as a new array when a run is over, also one that ONNX Runtime has written into
 * an array of ours: 2 ms of the 14 of an MLP's step, and 10 MB of garbage. It starts with the first output, and gives up
 * at a sequence, for which it has no JavaScript value. So a session whose first output is an empty sequence computes
 * everything, writes our arrays, and ends in an error instead of copies.
 * @returns the message of that error, as a small model shows it; undefined where a run ends in another way, or leaves our
 *          arrays unwritten: then copies it is
 */
export function silentEnd(ort: OrtModule): Promise<string | undefined> {
  let end = known.get(ort);
  if (!end) known.set(ort, (end = probe(ort)));
  return end;
}

const known = new WeakMap<OrtModule, Promise<string | undefined>>();

async function probe(ort: OrtModule): Promise<string | undefined> {
  const shape = [1];
  const value = { dtype: "float32", shape } as const;
  const model = writeModel({
    name: "silent",
    inputs: [{ name: "x", ...value }],
    outputs: [{ name: "y", ...value }],
    initializers: [],
    nodes: [{ op: "Neg", domain: "", name: "neg", inputs: ["x"], outputs: ["y"], attributes: {} }],
  });
  const y = Float32Array.of(0);
  const tensor = (data: Float32Array) => new ort.Tensor("float32", data, shape);
  try {
    const session = await ort.InferenceSession.create(withSequenceOutput(model, silencer), {
      intraOpNumThreads: 1,
      logSeverityLevel: 4,
    });
    const run = session.run({ x: tensor(Float32Array.of(-1)) }, { [silencer]: null, y: tensor(y) });
    const message = await run.then(() => undefined, messageOf);
    await session.release();
    return y[0] === 1 ? message : undefined;
  } catch {
    return undefined;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
