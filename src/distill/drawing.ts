import type { Classifier } from "../models/index.js";
import { OptionError } from "../tensor/index.js";
import type { Module } from "../nn/index.js";
import type { LossPlan } from "./loss-plan.js";

/** One stage of a scheme: networks, and the arrows by which some of them learn from others. */
export interface Drawing {
  /** By name; arrows name what they come from. */
  readonly networks: Readonly<Record<string, DrawnNetwork>>;
  /** The network that the stage is for: it is judged on validation data, and its weights are kept. */
  readonly main: string;
}

export type DrawnNetwork =
  LearningNetwork | FrozenNetwork | FedNetwork | AverageNetwork | PairedNetwork | AttachedNetwork | GeneratorNetwork;

/** Learns by its own loss. Where others learn from it, their side is detached. */
export interface LearningNetwork {
  readonly kind: "learning";
  readonly classifier: Classifier;
  readonly loss: LossPlan;
}

/** A trained network in evaluation mode, part of the step's graph: its weights are constants there. */
export interface FrozenNetwork {
  readonly kind: "frozen";
  readonly classifier: Classifier;
}

/** A trained network whose outputs were computed before. */
export interface FedNetwork {
  readonly kind: "fed";
  /** `[samples, classes]` in the order of the training data, of an epoch (0 first): augmentations may cycle. */
  readonly logits: (epoch: number) => Float32Array;
}

/**
 * A copy of a learning network whose weights are an exponential moving average of that network's (Tarvainen and Valpola
 * 2017, arXiv:1703.01780). It sees the batch in training mode, with masks of its own.
 */
export interface AverageNetwork {
  readonly kind: "average";
  /** Built as the other network is, with the same first weights. */
  readonly classifier: Classifier;
  readonly of: string;
  /** The weight of what it was before; at step i at most 1 - 1 / (i + 1), so that the first steps count fully. */
  readonly decay: number;
}

/** A learning network, shown another sample of the same class for each sample of the batch; detached. */
export interface PairedNetwork {
  readonly kind: "paired";
  readonly of: string;
}

/** Layers on an inner tensor of a learning network, whose lower part they share: an exit or a branch. They learn too. */
export interface AttachedNetwork {
  readonly kind: "attached";
  readonly of: string;
  readonly tap: string;
  /** From the tap's tensor to logits `[batch, classes]`. */
  readonly module: Module;
  /** Undefined: it learns by another network's loss. */
  readonly loss?: LossPlan | undefined;
}

/**
 * Makes samples of noise. All networks of its stage are shown them in place of the batch, and there are no labels. It
 * learns from what a frozen network says of them: that network's tensors stand in the place of its own.
 */
export interface GeneratorNetwork {
  readonly kind: "generator";
  /** The frozen network. */
  readonly judge: string;
  /** From noise `[batch, NOISE_WIDTH]` to samples `[batch, ...shape]`. */
  readonly module: Module;
  readonly loss: LossPlan;
}

/** The generator of a drawing, where samples are made in it. */
export const generatorOf = ({ networks }: Drawing): GeneratorNetwork | undefined =>
  Object.values(networks).find((network) => network.kind === "generator");

/**
 * The network whose weights a stage keeps.
 * @throws OptionError if there is none, or one that does not change
 */
export function mainClassifier({ networks, main }: Drawing): Classifier {
  const network = networks[main];
  if (network?.kind === "learning" || network?.kind === "average") return network.classifier;
  throw new OptionError(`scheme: ${main} is no network that learns, or follows one, in its stage.`);
}
