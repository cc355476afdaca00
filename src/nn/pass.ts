import type { Parameter, Tensor } from "../graph/index.js";
import { OptionError } from "../tensor/index.js";

/** What a module is told while it builds its graph, and where it leaves what is more than its result. */
export interface Pass {
  /** True: dropout drops, batch norm takes the batch's statistics. False: evaluation. */
  readonly training: boolean;
  /** Leaves the next value of a buffer, such as a running mean: the compiled step stores it. */
  update(buffer: Parameter, value: Tensor): void;
  /** Where random masks come from; undefined in a pass that draws nothing. */
  readonly random: PassRandom | undefined;
  /** Names an inner tensor, so that objectives find it, and returns it. */
  tap(name: string, x: Tensor): Tensor;
}

/** Counter-based random numbers: what is drawn depends on seed, step and node alone, so a resumed run draws the same. */
export interface PassRandom {
  /** A uint32 scalar. */
  readonly seed: Tensor;
  /** A uint32 scalar that counts training steps. */
  readonly step: Tensor;
  /** A number that no other place of the model draws with. */
  nextNode(): number;
}

/** A pass with what it collected. */
export interface RecordedPass extends Pass {
  readonly updates: ReadonlyMap<Parameter, Tensor>;
  readonly taps: ReadonlyMap<string, Tensor>;
}

/** A pass for evaluation: nothing is dropped, running statistics are used. */
export const inferencePass = (): RecordedPass => recordedPass(false, undefined);

/**
 * A pass for training.
 * @param key seed and step as uint32 scalars, needed where something is random; `firstNode` (default 0) keeps two networks
 *            in one graph from drawing the same masks: give each a range of its own
 */
export function trainingPass(key?: { seed: Tensor; step: Tensor; firstNode?: number }): RecordedPass {
  if (!key) return recordedPass(true, undefined);
  let node = key.firstNode ?? 0;
  return recordedPass(true, { seed: key.seed, step: key.step, nextNode: () => node++ });
}

/** The same pass, with taps of its own: for one of several networks in a graph. */
export function withOwnTaps(pass: Pass): { pass: Pass; taps: ReadonlyMap<string, Tensor> } {
  const taps = new Map<string, Tensor>();
  const { training, random } = pass;
  return { pass: { training, random, update: (b, v) => pass.update(b, v), tap: recordIn(taps) }, taps };
}

function recordedPass(training: boolean, random: PassRandom | undefined): RecordedPass {
  const updates = new Map<Parameter, Tensor>();
  const taps = new Map<string, Tensor>();
  return { training, random, updates, taps, update: (b, v) => void updates.set(b, v), tap: recordIn(taps) };
}

const recordIn =
  (taps: Map<string, Tensor>) =>
  (name: string, x: Tensor): Tensor => {
    if (taps.has(name)) throw new OptionError(`tap: there are two taps "${name}". Give each a name of its own.`);
    taps.set(name, x);
    return x;
  };
