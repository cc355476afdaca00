import { LimbeckError, type DType, type NDArray } from "../tensor/index.js";
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
 * Loads a model.
 * @param writesToTargets false for onnxruntime-web, which leaves preallocated outputs all zeros, without an error:
 *                        there its own results are copied
 */
export async function createSession(
  ort: OrtModule,
  model: Uint8Array,
  options: object,
  writesToTargets: boolean,
): Promise<Session> {
  const session = await ort.InferenceSession.create(model, options).catch((cause: unknown) => {
    throw new LimbeckError(`ONNX Runtime cannot load the model: ${messageOf(cause)}`, { cause });
  });
  return {
    async run(feeds, targets) {
      const fetches = Object.fromEntries(
        session.outputNames.map((name) => {
          const target = writesToTargets ? targets[name] : undefined;
          return [name, target ? toOrt(ort, target) : null];
        }),
      );
      const results = await session.run(
        mapValues(feeds, (array) => toOrt(ort, array)),
        fetches,
      );
      if (!writesToTargets) {
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
