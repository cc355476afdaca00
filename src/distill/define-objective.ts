import type { Tensor } from "../graph/index.js";
import type { Module, Pass } from "../nn/index.js";
import type { Random, Shape } from "../tensor/index.js";
import type { ChoiceOption, CountOption, NumericOption, Options } from "./objective-options.js";
import type { Ramp } from "./ramp.js";
import type { DrawMethod } from "./scheme.js";

/** The families of distillation methods, in the order in which tools list them. */
export const families = [
  "response",
  "feature",
  "relation",
  "self",
  "online",
  "multi-teacher",
  "assistant",
  "data-free",
] as const;
export type Family = (typeof families)[number];

/** What a network offers to an objective: its logits `[batch, classes]` and named inner tensors. */
export interface NetworkTensors {
  readonly logits: Tensor;
  readonly taps: Readonly<Record<string, Tensor>>;
}

/** An inner tensor of the student and that of the teacher which it is compared with. */
export interface TapPair {
  readonly student: Tensor;
  readonly teacher: Tensor;
}

/** What an objective is computed from; only what its `needs` name is there. */
export interface ObjectiveInputs<H extends Helpers = Helpers> {
  /** The network that learns. */
  readonly student: NetworkTensors;
  /** What it learns from, detached: no gradient reaches it. The first, where there are several. */
  readonly teacher: NetworkTensors;
  /** All of them, detached. */
  readonly teachers: readonly NetworkTensors[];
  /** Networks that learn beside it in the same step. */
  readonly peers: readonly NetworkTensors[];
  /** Taps of student and teacher, matched by depth or as the recipe says. At least one. */
  readonly pairs: readonly TapPair[];
  /** `[batch]`, int32 */
  readonly labels: Tensor;
  /** Whole epochs done, a scalar: 0 in the first. */
  readonly epoch: Tensor;
  /** Its own trainable parts. */
  readonly helpers: H;
  /** What it remembers: the rows of the batch's samples, or values of the whole run. */
  readonly memory: Readonly<Record<string, Tensor>>;
  /** The same of samples that were drawn from the whole training data, where it asks for some. */
  readonly drawn: Readonly<Record<string, Tensor>>;
  /** Of the training data. */
  readonly samples: number;
  /** For the helpers' forward. */
  readonly pass: Pass;
}

/** Inner tensors by their axes: `[batch, channels, height, width]`, `[batch, width]`, `[batch, length, width]`. */
export type TapKind = "map" | "vector" | "sequence";

/** Which taps an objective compares where the recipe names none. */
export interface TapRule {
  /** The first kind that both networks have is taken. */
  readonly kinds: readonly TapKind[];
  /** "pairs": two at a time, one after another, as FSP needs. */
  readonly which: "all" | "middle" | "last" | "pairs";
  /** Taps before the activation, whose names end in "-pre", where both networks have them; else they do not count. */
  readonly before?: "activation";
}

/** Which tensors an objective needs; "taps" stands for named inner tensors. */
export interface Needs {
  readonly student: readonly ("logits" | "taps")[];
  readonly teacher?: readonly ("logits" | "taps")[];
  readonly taps?: TapRule;
  /** Several teachers. */
  readonly teachers?: true;
  /** "detached": only the student learns from it. "learning": its gradient reaches the peers too. */
  readonly peers?: "detached" | "learning";
  readonly labels?: true;
  readonly epoch?: true;
  /** Names of its trainable parts. */
  readonly helpers?: readonly string[];
  /** Names of what it remembers from step to step, which depends on the samples' places in the data. */
  readonly memory?: readonly string[];
  /** Samples that a batch must have. Default 1. */
  readonly batch?: number;
}

/** Trainable parts by name: they reach the optimiser by themselves, and one that gets no gradient is an error. */
export type Helpers = Readonly<Record<string, Module>>;

/** What helpers are built for. */
export interface HelperContext {
  /** Shapes of the matched taps. */
  readonly pairs: readonly { readonly student: Shape; readonly teacher: Shape }[];
  /** How many peers there are. */
  readonly peers: number;
  readonly classes: number;
  /** Of their first weights. */
  readonly random: Random;
}

/** What an objective remembers under one name. */
export interface MemoryTable {
  /** A row for each sample, or one for the whole run. */
  readonly per: "sample" | "run";
  /** Numbers in a row. */
  readonly width: number;
  /** When a step sees what earlier ones have left: at once, or from the next epoch on. */
  readonly seen: "next step" | "next epoch";
  /** The row of a sample before training; default zeros. */
  readonly initial?: (sample: { readonly label: number; readonly random: Random }) => ArrayLike<number>;
}

/** A loss, and new rows of what the objective remembers. */
export interface LossAndMemory {
  readonly loss: Tensor;
  readonly memory: Readonly<Record<string, Tensor>>;
}

type ValueOf<O> = O extends NumericOption
  ? Tensor
  : O extends CountOption
    ? number
    : O extends ChoiceOption<infer V>
      ? V
      : never;
/** Options as the formula gets them: numbers as scalar tensors, counts and choices as they are. */
export type OptionValues<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** A method of distillation: a pure function of named tensors to a scalar, and all that tools must know of it. */
export interface Objective<O extends Options = Options, H extends Helpers = Helpers> {
  readonly name: string;
  readonly family: Family;
  /** Where it was published, such as "arXiv:1503.02531". */
  readonly paper: string;
  /** In plain text, with the paper's letters. */
  readonly formula: string;
  /** What else is worth knowing: where paper and published code differ, what was chosen. */
  readonly notes?: string;
  readonly needs: Needs;
  /** False where it is not 0 even though the student's tensors are the teacher's. Default true. */
  readonly zeroAtTeacher?: boolean;
  readonly options: O;
  /**
   * Its weight in `L = alpha · CE + Σ weight · L_i` where the recipe gives none: a number, a ramp, or what alpha leaves
   * over.
   */
  readonly weight: number | Ramp | "1 - alpha";
  /** The weight of the labels' cross-entropy where the recipe gives none. */
  readonly alpha: number;
  /** How it draws itself into a scheme; left out: an arrow from the teacher to the student. */
  readonly scheme?: DrawMethod;
  /** The helper through which the student answers with the teacher's own classifier, in place of its own. */
  readonly answersWith?: string;
  readonly helpers?: (context: HelperContext, options: OptionValues<O>) => H;
  readonly memory?: (context: HelperContext, options: OptionValues<O>) => Readonly<Record<string, MemoryTable>>;
  /** How many samples' rows of the memory it sees beside those of the batch, drawn anew for each step. */
  readonly draws?: (options: OptionValues<O>) => number;
  loss(inputs: ObjectiveInputs<H>, options: OptionValues<O>): Tensor | LossAndMemory;
}

/** Gives a descriptor its type. */
export const defineObjective = <const O extends Options, H extends Helpers = Helpers>(
  objective: Objective<O, H>,
): Objective<O, H> => objective;
