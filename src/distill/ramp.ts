/**
 * A number that moves while training goes on: from one value to another, then it stays there. Weights and numeric options
 * may be ramps: they are scalar inputs of the compiled step, so a ramp costs nothing.
 */
export interface Ramp {
  /** Its value when training begins. */
  readonly from: number;
  /** Its value from the end of the ramp on. */
  readonly to: number;
  /** Epochs that it takes; either these or `share`. */
  readonly epochs?: number | undefined;
  /** The part of the whole training that it takes, above 0 and at most 1. Default 1, where `epochs` is left out. */
  readonly share?: number | undefined;
  /** "linear" (default); "cosine", half a cosine; "sigmoid", e^(-5 (1 - x)²), slow at first (Laine and Aila 2016). */
  readonly shape?: RampShape | undefined;
}

export const rampShapes = ["linear", "cosine", "sigmoid"] as const;
export type RampShape = (typeof rampShapes)[number];

/** For messages. */
export const rampExpected = "{ from, to, epochs or share, shape }";

/** Where training stands, in epochs, also parts of one. */
export interface TrainingProgressInEpochs {
  /** Done so far. */
  readonly epoch: number;
  /** Of the whole training. */
  readonly epochs: number;
}

/** The value of a number or a ramp at a moment of training. */
export function rampAt(value: number | Ramp, { epoch, epochs }: TrainingProgressInEpochs): number {
  if (typeof value === "number") return value;
  const { from, to, shape = "linear" } = value;
  const length = value.epochs ?? (value.share ?? 1) * epochs;
  const x = Math.min(1, epoch / length);
  return x >= 1 ? to : from + (to - from) * risen[shape](x);
}

/** How much of the way is done after the share x of the time. */
const risen: Readonly<Record<RampShape, (x: number) => number>> = {
  linear: (x) => x,
  cosine: (x) => (1 - Math.cos(Math.PI * x)) / 2,
  sigmoid: (x) => Math.exp(-5 * (1 - x) ** 2),
};

/** A number or a ramp in words, as "0 to 1 over 20 epochs". */
export function rampText(value: number | Ramp): string {
  if (typeof value === "number") return String(value);
  const { from, to, epochs, share = 1 } = value;
  const length =
    epochs === undefined
      ? share === 1
        ? "training"
        : `${Number((100 * share).toPrecision(2))}% of training`
      : `${epochs} epochs`;
  return `${from} to ${to} over ${length}`;
}

/** Where a number or a ramp ends. */
export const rampEnd = (value: number | Ramp): number => (typeof value === "number" ? value : value.to);

/** True for a ramp with sound options; whether its ends are accepted is up to what it is for. */
export function isRamp(value: unknown): value is Ramp {
  if (typeof value !== "object" || value === null) return false;
  const { from, to, epochs, share, shape, ...rest } = value as Partial<Record<string, unknown>>;
  const isNumber = (x: unknown): x is number => typeof x === "number" && Number.isFinite(x);
  return (
    isNumber(from) &&
    isNumber(to) &&
    (epochs === undefined || (isNumber(epochs) && epochs > 0 && share === undefined)) &&
    (share === undefined || (isNumber(share) && share > 0 && share <= 1)) &&
    (shape === undefined || rampShapes.includes(shape as RampShape)) &&
    Object.keys(rest).length === 0
  );
}
