import type { SampleRandom } from "./sample-random.js";

/** One sample of an image data set, `[channels, height, width]`: bytes, or numbers. */
export type Pixels = Uint8Array | Float32Array;

export interface ImageShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** One option of an augmentation. */
export interface AugmentationOption {
  readonly default: number | string;
  readonly summary: string;
  readonly accepts: (value: number | string, shape: ImageShape) => boolean;
  /** What `accepts` accepts, in words: `a whole number of at least 1`. */
  readonly expected: string;
}

/** An augmentation: what it is called, its options, and what it does to one image. */
export interface Augmentation {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, AugmentationOption>>;
  /** Writes the changed image to `out`, which has the size of `image` and holds anything before. */
  apply(image: Pixels, out: Pixels, shape: ImageShape, options: Settings, random: SampleRandom): void;
}

/** Values of an augmentation's options. */
export type Settings = Readonly<Record<string, number | string>>;

type SettingsOf<Options> = {
  readonly [K in keyof Options]: Options[K] extends { readonly default: number } ? number : string;
};

/** Gives `apply` its own options by name, each a number or a text as its default is. */
export const defineAugmentation = <const Options extends Record<string, AugmentationOption>>(augmentation: {
  readonly name: string;
  readonly summary: string;
  readonly options: Options;
  apply(image: Pixels, out: Pixels, shape: ImageShape, options: SettingsOf<Options>, random: SampleRandom): void;
}): Augmentation => augmentation;
