import type { ClassificationMetrics } from "../distill/metrics.js";
import type { SoftTargetFacts } from "../distill/soft-target-facts.js";

/** The networks that nearly every run has, in the order in which it trains them. */
export const networkNames = ["teacher", "baseline", "student"] as const;
/** One of these, or a name that the run's scheme gives, such as "assistant". */
export type NetworkName = string;

/** `metrics.json`: the figures of a run. */
export interface Metrics {
  readonly format: 1;
  /** The recipe's name. */
  readonly recipe: string;
  readonly seed: number;
  /** Numbers of samples. */
  readonly data: { readonly train: number; readonly validation: number; readonly test: number };
  readonly models: ModelsMetrics;
  /** Networks whose probabilities are averaged, by the scheme's name for the group. */
  readonly ensembles?: Readonly<Record<string, ClassificationMetrics>>;
  /** Share of test samples on which student and teacher name the same class, 0 … 1; left out without a teacher. */
  readonly agreement?: number;
  /** Accuracy of the student / accuracy of the teacher, on test data; left out without a teacher. */
  readonly retention?: number;
  /** On how many test samples just one of student and baseline is right: the counts of McNemar's test. */
  readonly paired: { readonly onlyStudentRight: number; readonly onlyBaselineRight: number };
  /** What temperature does to the teacher's answers on test data; left out without a teacher. */
  readonly softTargets?: readonly SoftTargetFacts[];
  /** Wall time of each part of the run, in seconds, as `{ teacher, baseline, student, total }`. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** The figures of each network that was trained. */
export interface ModelsMetrics {
  readonly [other: NetworkName]: ModelMetrics | undefined;
  /** Left out where nothing learns from one. */
  readonly teacher?: ModelMetrics;
  readonly baseline: ModelMetrics;
  readonly student: ModelMetrics;
}

/** The figures of one network. */
export interface ModelMetrics {
  /** Learned numbers. */
  readonly parameters: number;
  /** Size of `model.onnx`. */
  readonly bytes: number;
  /** On test data, read once at the end. */
  readonly test: ClassificationMetrics;
  /** The best epoch on validation data; without validation data the last one. */
  readonly best: EpochMetrics;
  /** The last epoch. */
  readonly last: EpochMetrics;
  /** Batch 1 on one thread of ONNX Runtime, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
}

/** Figures after one epoch. */
export interface EpochMetrics {
  /** 1 for the first. */
  readonly epoch: number;
  /** Mean of the loss over the epoch's batches. */
  readonly loss?: number;
  /** Share of training samples that were right while they were trained on, 0 … 1. */
  readonly accuracy?: number;
  /** Share of validation samples that are right, 0 … 1; left out without validation data. */
  readonly validationAccuracy?: number;
  /** Mean cross-entropy on validation data, in nats. */
  readonly validationLoss?: number;
}
