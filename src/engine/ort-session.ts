import { LimbeckError, type DType, type NDArray } from "../tensor/index.js";
import { withSequenceOutput } from "../onnx/sequence-output.js";
import { silencer, silentEnd } from "./silent-run.js";
import type { Session } from "./runtime.js";

/** The part of ONNX Runtime's JavaScript interface that both of its packages share. */
export interface OrtModule {
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<OrtInferenceSession>;
  };
}

interface OrtTensor {
  readonly type: string;
  readonly data: NDArray["data"];
  readonly dims: readonly number[];
  dispose?(): void;
}

interface OrtInferenceSession {
  readonly outputNames: readonly string[];
  run(feeds: Record<string, OrtTensor>, fetches: Record<string, OrtTensor | null>): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

/**
 * How results reach arrays of ours: written there by the runtime, also without copies of its own, or copied there, as
 * onnxruntime-web leaves arrays that it is given all zeros, without an error.
 */
export type Delivery = "written" | "written silently" | "copied";

/** Loads a model. */
export async function createSession(
  ort: OrtModule,
  model: Uint8Array,
  options: object,
  delivery: Delivery,
): Promise<Session> {
  const end = delivery === "written silently" ? await silentEnd(ort) : undefined;
  const bytes = end === undefined ? model : withSequenceOutput(model, silencer);
  const session = await ort.InferenceSession.create(bytes, options).catch((cause: unknown) => {
    throw new LimbeckError(`ONNX Runtime cannot load the model: ${messageOf(cause)}`, { cause });
  });
  const names = session.outputNames.filter((name) => name !== silencer);
  return {
    async run(feeds, targets) {
      const inputs = mapValues(feeds, (array) => toOrt(ort, array));
      const places = Object.fromEntries(
        names.map((name) => {
          const target = delivery === "copied" ? undefined : targets[name];
          return [name, target ? toOrt(ort, target) : null];
        }),
      );
      if (end !== undefined) {
        await session.run(inputs, { [silencer]: null, ...places }).catch((error: unknown) => {
          if (messageOf(error) !== end) throw error;
        });
        return targets;
      }
      const results = await session.run(inputs, places);
      if (delivery === "copied") {
        for (const [name, target] of Object.entries(targets)) target.data.set(results[name]!.data as never);
      }
      return mapValues(results, fromOrt);
    },
    dispose: () => session.release(),
  };
}

const toOrt = (ort: OrtModule, { dtype, data, shape }: NDArray): OrtTensor => new ort.Tensor(dtype, data, shape);

const fromOrt = ({ type, data, dims }: OrtTensor): NDArray => ({ dtype: type as DType, data, shape: dims });

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (a: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
