import { InferenceSession, type Tensor } from "onnxruntime-node";

/** The outputs of a model's bytes on ONNX Runtime. */
export async function run(model: Uint8Array, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(model);
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

export const values = (tensor: Tensor | undefined): number[] => [...(tensor!.data as Float32Array)];
