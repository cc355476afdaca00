import { numericShape, type Dataset, type NormalizeSpec } from "../data/index.js";
import { OptionError, sizeOf } from "../tensor/index.js";

/**
 * How raw inputs become what a network sees, as plain data: stored with the model and applied again to new samples.
 *   y = (x / divisor - mean[c]) / deviation[c]        c: the channel of an image, the column of a table
 */
export interface Preparation {
  /** Of one sample: `[channels, height, width]`, or `[features]`. */
  readonly shape: readonly number[];
  /** 255 for bytes, 1 for numbers. */
  readonly divisor: number;
  /** `[channels]` or `[features]`, in units of x / divisor. */
  readonly mean: readonly number[];
  /** `[channels]` or `[features]`, positive. */
  readonly deviation: readonly number[];
}

/**
 * The preparation that a recipe asks for, computed from its training data alone.
 * @param normalize `standard` (default): mean 0 and deviation 1 in each channel, a constant channel becomes 0;
 *   `scale`: bytes to 0…1; `none`: the numbers as they are; or the mean and deviation, one for all channels or one each,
 *   in the units of `scale` (0.1307 and 0.3081 are MNIST's)
 * @throws OptionError if `normalize` is none of these
 */
export function fitPreparation(train: Dataset, normalize: NormalizeSpec = "standard"): Preparation {
  const { inputs } = train;
  const shape = numericShape(train);
  const channels = shape[0] ?? 1;
  const divisor = inputs instanceof Uint8Array && normalize !== "none" ? 255 : 1;
  const same = (value: number) => new Array<number>(channels).fill(value);
  if (normalize === "scale" || normalize === "none") return { shape, divisor, mean: same(0), deviation: same(1) };
  if (normalize === "standard") return { shape, divisor, ...channelStatistics(train, divisor) };
  if (typeof normalize !== "object") {
    throw new OptionError(
      `data.normalize: got ${JSON.stringify(normalize)}, expected "standard", "scale", "none" or { mean, deviation }.`,
    );
  }
  const mean = perChannel(normalize.mean, channels, "mean");
  const deviation = perChannel(normalize.deviation, channels, "deviation");
  if (!deviation.every((value) => value > 0)) {
    throw new OptionError(`data.normalize.deviation: got ${deviation.join(", ")}, expected numbers above 0.`);
  }
  return { shape, divisor, mean, deviation };
}

function perChannel(given: number | readonly number[], channels: number, name: string): number[] {
  const values = typeof given === "number" ? new Array<number>(channels).fill(given) : [...given];
  if (values.length === channels && values.every(Number.isFinite)) return values;
  throw new OptionError(
    `data.normalize.${name}: got [${values.join(", ")}], expected one finite number, or one for each of ${channels} channels.`,
  );
}

/** Mean and deviation (of the population) of each channel, in float64. */
function channelStatistics(train: Dataset, divisor: number): { mean: number[]; deviation: number[] } {
  const channels = Array.from({ length: numericShape(train)[0] ?? 1 }, (_, c) => {
    const { values, counts } = occurrences(train, c);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const average = (term: (x: number) => number): number =>
      values.reduce((sum, x, i) => sum + counts[i]! * term(x / divisor), 0) / total;
    const mean = average((x) => x);
    return { mean, variance: average((x) => (x - mean) ** 2) };
  });
  return {
    mean: channels.map(({ mean }) => mean),
    // A channel without variation holds no information: it becomes 0 everywhere, not infinity.
    deviation: channels.map(({ variance }) => (variance > 0 ? Math.sqrt(variance) : 1)),
  };
}

/** The values in a channel and how often each occurs: 256 values for bytes, which are many; each by itself for numbers. */
function occurrences(train: Dataset, channel: number): { values: Float64Array; counts: Float64Array } {
  const { inputs } = train;
  const shape = numericShape(train);
  const size = sizeOf(shape);
  const area = sizeOf(shape.slice(1));
  const isBytes = inputs instanceof Uint8Array;
  const values = isBytes ? Float64Array.from(Array(256).keys()) : new Float64Array((inputs.length / size) * area);
  const counts = new Float64Array(values.length).fill(isBytes ? 0 : 1);
  for (let start = channel * area, at = 0; start < inputs.length; start += size) {
    for (let i = start; i < start + area; i++) {
      if (isBytes) counts[inputs[i]!]!++;
      else values[at++] = inputs[i]!;
    }
  }
  return { values, counts };
}
