import type { z } from "zod";
import type { Augmentation, ResolvedData } from "./data-schema.js";
import type { NetworkOptions } from "./network-schema.js";
import type { recipeSchema } from "./recipe-schema.js";
import type { ResolvedMethod } from "./resolve-scheme.js";
import type { ResolvedTraining } from "./training-schema.js";

/** A recipe with every default filled in, and what it overrides for one network laid out for each. */
export interface ResolvedRecipe
  extends Pick<z.output<typeof recipeSchema>, "cache" | "seed" | "threads" | "provider">, ResolvedMethod {
  readonly name: string;
  readonly data: ResolvedData;
  /** Undefined where nothing needs one. */
  readonly teacher?: ResolvedNetwork | EarlierTeacher;
  readonly student: ResolvedNetwork;
  readonly training: ResolvedTraining;
  /** Absolute; the folder where relative paths of the recipe start. */
  readonly folder: string;
}

/** A model with its options, its own augmentation and its own training. */
export type ResolvedNetwork = ResolvedModel & {
  readonly augment: readonly Augmentation[];
  readonly training: ResolvedTraining;
};

/** A model with its options. `hidden` is a list; `layers` went into it. */
export type ResolvedModel = ModelOf<NetworkOptions>;

type ModelOf<Options> = Options extends NetworkOptions
  ? Omit<Options, "hidden" | "layers" | "augment" | "training"> &
      (Options extends { hidden: unknown } ? { readonly hidden: readonly number[] } : unknown)
  : never;

/** The teacher of an earlier run: the absolute path of its run folder. */
export interface EarlierTeacher {
  readonly run: string;
}
