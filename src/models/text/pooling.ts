import { AttentionOverTime, LastState, MaxOverTime, MeanOverTime, type SequencePooling } from "../../nn/index.js";
import { OptionError, suggestion, type Random } from "../../tensor/index.js";

/** How states `[length, batch, features]` become one vector. */
const poolings = {
  mean: () => new MeanOverTime(),
  max: () => new MaxOverTime(),
  attention: (features: number, random: Random) => new AttentionOverTime(features, { random }),
} as const;

export type StatePooling = "last" | WordPooling;
export type WordPooling = keyof typeof poolings;

/**
 * The pooling that a recipe names.
 * @param bidirectional of "last": whether the second half of the features read from the end; left out: there is no "last"
 * @throws OptionError for an unknown name
 */
export function findPooling(
  name: string,
  features: number,
  { random, bidirectional }: { readonly random: Random; readonly bidirectional?: boolean },
): SequencePooling {
  if (name === "last" && bidirectional !== undefined) return new LastState(bidirectional);
  if (Object.hasOwn(poolings, name)) return poolings[name as WordPooling](features, random);
  const known = [...(bidirectional === undefined ? [] : ["last"]), ...Object.keys(poolings)];
  throw new OptionError(`There is no pooling "${name}".${suggestion(name, known)}`);
}
