import type { ClassificationMetrics } from "../distill/metrics.js";

/** The networks that a run trains, in the order in which it trains them. */
export const networkNames = ["teacher", "baseline", "student"] as const;
export type NetworkName = (typeof networkNames)[number];

/** `metrics.json`: the figures of a run. */
export interface Metrics {
  readonly format: 1;
  /** The recipe's name. */
  readonly recipe: string;
  readonly seed: number;
  /** Numbers of samples. */
  readonly data: { readonly train: number; readonly validation: number; readonly test: number };
  readonly models: { readonly [network in NetworkName]: ModelMetrics };
  /** Share of test samples on which student and teacher name the same class, 0 … 1. */
  readonly agreement: number;
  /** Accuracy of the student / accuracy of the teacher, on test data. */
  readonly retention: number;
  /** Wall time of each part of the run, in seconds, as `{ teacher, baseline, student, total }`. */
  readonly seconds: Readonly<Record<string, number>>;
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
