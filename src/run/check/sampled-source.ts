/** A network that others learn from, and what it says of some training samples. */
export interface SampledSource {
  readonly name: string;
  /** `[samples, classes]`, in evaluation mode. */
  readonly logits: Float32Array;
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** Rows of `[samples, classes]` as nested lists. */
export const rowsOf = (logits: Float32Array, classes: number): number[][] =>
  Array.from({ length: logits.length / classes }, (_, i) => [...logits.subarray(i * classes, (i + 1) * classes)]);
