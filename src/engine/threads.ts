import { input, lower, matmul } from "../graph/index.js";
import { writeModel } from "../onnx/index.js";
import { OptionError } from "../tensor/index.js";
import type { Runtime, Session } from "./runtime.js";

/** Of the product that is timed: 2 · size³ operations, about a millisecond on one core. */
const size = 384;
const rounds = 7;

/**
 * How many threads a program should use. More are not always faster: on a busy machine two can take twice as long as
 * one. "auto" times a matrix product of 384 × 384 on one thread and on all (and on half of them where that is another
 * number), in turn, and takes the fastest; it costs some 50 ms. Results depend on the number of threads, so a run
 * keeps its choice.
 * @param requested "auto", or a whole number from 1 on, which is taken as it is
 * @throws OptionError if the number is no whole number of at least 1
 */
export async function chooseThreads(runtime: Runtime, requested: "auto" | number): Promise<number> {
  if (requested !== "auto") {
    if (Number.isInteger(requested) && requested >= 1) return requested;
    throw new OptionError(`threads: got ${requested}, expected "auto" or a whole number of at least 1.`);
  }
  // The WebAssembly build takes its number of threads once, when the first session is made: there is nothing to compare.
  if (runtime.name === "onnxruntime-web") return runtime.maxThreads;
  const candidates = [...new Set([1, Math.ceil(runtime.maxThreads / 2), runtime.maxThreads])];
  return candidates.length === 1 ? 1 : fastest(runtime, candidates);
}

async function fastest(runtime: Runtime, candidates: readonly number[]): Promise<number> {
  const a = input("a", [size, size]);
  const inputs = new Map([["a", a]]);
  const model = writeModel(lower("threads", { inputs, outputs: new Map([["product", matmul(a, a)]]) }));
  const feeds = {
    a: { dtype: "float32", shape: [size, size], data: new Float32Array(size * size).fill(0.5) },
  } as const;
  const sessions = await Promise.all(
    candidates.map((threads) => runtime.createSession(model, { threads, provider: "cpu" })),
  );
  const times = sessions.map((): number[] => []);
  const time = async (session: Session): Promise<number> => {
    const start = performance.now();
    await session.run(feeds, {});
    return performance.now() - start;
  };
  for (const session of sessions) await time(session); // the first run allocates
  for (let round = 0; round < rounds; round++) {
    for (const [i, session] of sessions.entries()) times[i]!.push(await time(session));
  }
  await Promise.all(sessions.map((session) => session.dispose()));
  const medians = times.map((list) => list.sort((a, b) => a - b)[rounds >> 1]!);
  return candidates[medians.indexOf(Math.min(...medians))]!;
}
