import type { ClassificationMetrics, ReliabilityBin } from "../distill/metrics.js";

/**
 * All that the report of a run shows, as plain JSON: nothing is read from disk while rendering.
 * Every optional part may be missing, and every number may be NaN or null (as JSON writes NaN): the page then shows
 * a dash, or leaves the section out.
 */
export interface ReportData {
  /** Name of the recipe or run; the page's title. */
  readonly name: string;
  /** One line of the method and its settings, as "soft-targets, T = 4, alpha = 0.1". */
  readonly method: string;
  /** When the run ended, as ISO 8601 text. */
  readonly finishedAt?: string;
  /** Names of the classes; index = label. 2 or more. */
  readonly classes: readonly string[];
  /** Numbers of samples. */
  readonly samples: { readonly train: number; readonly validation: number; readonly test: number };
  /** The three networks; one that was not trained is left out. */
  readonly networks: { readonly [role in Role]?: NetworkReport };
  /** Who learnt what from whom, a sentence each. */
  readonly scheme?: readonly string[];
  /** Networks beside these three, and groups of networks whose probabilities are averaged. */
  readonly others?: readonly OtherNetwork[];
  /** What the check before each training found likely to be wrong, and what to do. */
  readonly warnings?: readonly string[];
  /** Share of test samples on which student (or baseline) and teacher name the same class, 0 … 1. */
  readonly agreement?: { readonly student?: number; readonly baseline?: number };
  /** Accuracy of student (or baseline) / accuracy of the teacher. */
  readonly retention?: { readonly student?: number; readonly baseline?: number };
  /** On how many test samples just one of the two is right: shows how much of the gain could be chance. */
  readonly paired?: { readonly onlyStudentRight: number; readonly onlyBaselineRight: number };
  /** T of the gallery's second chart: the recipe's temperature. */
  readonly temperature: number;
  /** Test samples with the teacher's soft targets; see selectGallery. */
  readonly gallery?: readonly GallerySample[];
  /** Test samples that the student gets wrong, in the order to show; see selectMistakes. */
  readonly mistakes?: readonly MistakeSample[];
  /** The resolved recipe, shown as JSON. */
  readonly recipe: unknown;
  /** The seed of every random number of the run. */
  readonly seed: number;
  /** Versions of what ran, as `{ limbeck: "0.1.0", node: "20.20.2" }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The command line that repeats the run; undefined where a program began it. */
  readonly command: string | undefined;
}

/** A network that is neither teacher nor baseline nor student, or a group of networks. */
export interface OtherNetwork {
  readonly name: string;
  readonly model: string;
  readonly parameters?: number;
  readonly test: ClassificationMetrics;
}

/** The parts that networks play, in the order in which the report names them. */
export const ROLES = ["teacher", "baseline", "student"] as const;
export type Role = (typeof ROLES)[number];

/** One network: what it is, how it was trained, how it does on test data. */
export interface NetworkReport {
  /** Architecture in one line, as "mlp 784-300-10". */
  readonly model: string;
  /** Learned numbers. */
  readonly parameters?: number | null;
  /** Size of `model.onnx`. */
  readonly bytes?: number | null;
  /** Batch 1 on one thread, in milliseconds. */
  readonly latencyMs?: { readonly p50: number; readonly p95: number };
  /** Wall time of training. */
  readonly seconds?: number | null;
  /** Figures on test data. */
  readonly test?: ClassificationMetrics;
  /** Counts `[label][answer]` on test data. */
  readonly confusion?: readonly (readonly number[])[];
  /** Calibration on test data, bins in rising order. */
  readonly reliability?: readonly ReliabilityBin[];
  /** One record an epoch, in order. */
  readonly epochs?: readonly EpochReport[];
  /** The epoch whose weights were kept, chosen on validation data. */
  readonly bestEpoch?: number;
}

/** Figures after one epoch of training. */
export interface EpochReport {
  /** 1 for the first. */
  readonly epoch: number;
  /** Mean of the objective over the epoch's batches; for a student the distillation loss. */
  readonly trainingLoss: number | null;
  /** Share of validation samples that are right, 0 … 1. */
  readonly validationAccuracy: number | null;
}

/** What a sample looks like: a picture, or text (tabular fields, a sentence). */
export interface SampleView {
  /** Position in the test set. */
  readonly index: number;
  /** True class. */
  readonly label: number;
  /** A picture as a data URI (see pngDataUri); other URIs are not shown. */
  readonly image?: string;
  /** Text in place of a picture. */
  readonly text?: string;
}

/** A test sample and what the teacher says of it. */
export interface GallerySample extends SampleView {
  /** The teacher's logits, `[classes]`. */
  readonly teacherLogits: readonly number[];
}

/** A test sample that the student gets wrong. */
export interface MistakeSample extends SampleView {
  readonly student: Answer;
  readonly teacher?: Answer;
  readonly baseline?: Answer;
}

/** What a network answered. */
export interface Answer {
  /** The class named. */
  readonly class: number;
  /** Its probability at T = 1, 0 … 1. */
  readonly probability: number;
}
