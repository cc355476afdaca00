import { DataError, OptionError, ShapeError } from "../tensor/errors.js";

/** The figures of one classifier on one set of samples. */
export interface ClassificationMetrics {
  /** Share of samples whose top class is the label, 0 … 1. */
  readonly accuracy: number;
  /** Number of samples whose top class is not the label. */
  readonly errors: number;
  /** Mean of the classes' F1, over the classes that occur among the labels or the answers; 0 … 1. */
  readonly macroF1: number;
  /** Mean of -ln p(label), in nats. */
  readonly logLoss: number;
  /** Expected calibration error over 15 equal-width bins of the top class's probability, 0 … 1. */
  readonly ece: number;
}

/** One bin of a reliability diagram: the samples whose top class's probability lies in (from, to]. */
export interface ReliabilityBin {
  /** Bounds of the bin: above `from`, up to and including `to`. */
  readonly from: number;
  readonly to: number;
  /** Samples in the bin. */
  readonly count: number;
  /** Mean probability of the top class, 0 … 1; 0 for an empty bin. */
  readonly confidence: number;
  /** Share of the bin's samples that are right, 0 … 1; 0 for an empty bin. */
  readonly accuracy: number;
}

/** Bins of the calibration error, as in Guo et al. 2017 and in `metrics.json`. */
export const CALIBRATION_BINS = 15;

/**
 * Accuracy, errors, macro-F1, log loss and calibration error of a classifier.
 * The answer is the class with the largest logit, the first of them where several tie.
 * Log loss is computed from the logits (log-sum-exp), so it stays exact where a probability underflows.
 * @param logits  `[samples, classes]`, row-major
 * @param labels  `[samples]`, each in 0 … classes - 1
 * @param classes number of classes
 * @throws ShapeError if `logits` does not hold samples × classes values
 * @throws DataError if there are no samples, a label is outside the classes, or a logit is NaN or +Infinity
 */
export function classificationMetrics(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
): ClassificationMetrics {
  checkInputs(logits, labels, classes);
  const samples = labels.length;
  const matrix = confusionMatrix(logits, labels, classes);
  let right = 0;
  for (let k = 0; k < classes; k++) right += matrix[k]![k]!;
  const ece = reliabilityBins(logits, labels, classes).reduce(
    (total, bin) => total + (bin.count / samples) * Math.abs(bin.accuracy - bin.confidence),
    0,
  );
  return {
    accuracy: right / samples,
    errors: samples - right,
    macroF1: macroF1(matrix),
    logLoss: meanLogLoss(logits, labels, classes),
    ece,
  };
}

/**
 * Mean of -ln p(label), in nats.
 * @param logits `[samples, classes]`, of which every label is one
 */
export function meanLogLoss(logits: Float32Array, labels: Int32Array, classes: number): number {
  return (
    labels.reduce((sum, label, i) => sum + negativeLogProbability(row(logits, i, classes), label), 0) / labels.length
  );
}

/**
 * Counts of (label, answer) pairs: `matrix[label][answer]`.
 * @returns `[classes, classes]`
 * @throws as classificationMetrics
 */
export function confusionMatrix(logits: Float32Array, labels: Int32Array, classes: number): number[][] {
  checkInputs(logits, labels, classes);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const answers = predictions(logits, classes);
  for (let i = 0; i < labels.length; i++) matrix[labels[i]!]![answers[i]!]! += 1;
  return matrix;
}

/**
 * How well confidence matches accuracy, in equal-width bins of the top class's probability.
 * A probability on a bound belongs to the bin below it: bins are (from, to].
 * Source: Guo, Pleiss, Sun, Weinberger 2017, arXiv:1706.04599, section 2.
 * @param bins number of bins; default 15
 * @throws as classificationMetrics; OptionError if `bins` is not a positive integer
 */
export function reliabilityBins(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
  bins: number = CALIBRATION_BINS,
): ReliabilityBin[] {
  checkInputs(logits, labels, classes);
  if (!Number.isInteger(bins) || bins < 1) {
    throw new OptionError(`reliabilityBins: bins is ${bins}; give a whole number of at least 1.`);
  }
  const count = new Float64Array(bins);
  const confidence = new Float64Array(bins);
  const right = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    const probabilities = softmaxRow(row(logits, i, classes));
    const answer = argmax(probabilities);
    const p = probabilities[answer]!;
    const bin = Math.min(bins, Math.max(1, Math.ceil(p * bins))) - 1;
    count[bin]! += 1;
    confidence[bin]! += p;
    right[bin]! += answer === labels[i] ? 1 : 0;
  }
  return Array.from({ length: bins }, (_, bin) => {
    const n = count[bin]!;
    return {
      from: bin / bins,
      to: (bin + 1) / bins,
      count: n,
      confidence: n === 0 ? 0 : confidence[bin]! / n,
      accuracy: n === 0 ? 0 : right[bin]! / n,
    };
  });
}

/**
 * Share of samples on which two classifiers name the same class, 0 … 1.
 * @param a       `[samples, classes]`
 * @param b       `[samples, classes]`
 * @param classes number of classes
 * @throws ShapeError if the sizes differ or are no multiple of `classes`
 * @throws DataError if there are no samples
 */
export function agreement(a: Float32Array, b: Float32Array, classes: number): number {
  if (a.length !== b.length) {
    throw new ShapeError(`agreement: ${a.length} logits against ${b.length}; both need the same [samples, classes].`);
  }
  const answersA = predictions(a, classes);
  const answersB = predictions(b, classes);
  if (answersA.length === 0) throw new DataError("agreement: no samples; give at least one row of logits.");
  let same = 0;
  for (let i = 0; i < answersA.length; i++) same += answersA[i] === answersB[i] ? 1 : 0;
  return same / answersA.length;
}

/**
 * The class each row of logits names: the largest logit, the first of them where several tie.
 * @param logits `[samples, classes]`
 * @returns `[samples]`
 * @throws ShapeError if the size is no multiple of `classes`
 */
export function predictions(logits: Float32Array, classes: number): Int32Array {
  if (!Number.isInteger(classes) || classes < 1 || logits.length % classes !== 0) {
    throw new ShapeError(`predictions: ${logits.length} logits are not [samples, ${classes}].`);
  }
  return Int32Array.from({ length: logits.length / classes }, (_, i) => argmax(row(logits, i, classes)));
}

/**
 * softmax(logits / T) of one row, in float64 and without overflow.
 * @param logits      `[classes]`
 * @param temperature T; default 1; above 1 softens
 * @throws OptionError if T is not above 0
 */
export function softmaxRow(logits: ArrayLike<number>, temperature: number = 1): Float64Array {
  if (!(temperature > 0)) {
    throw new OptionError(`softmaxRow: temperature is ${temperature}; give a number above 0.`);
  }
  const max = largest(logits);
  const exponentials = Float64Array.from(logits, (z) => Math.exp((z - max) / temperature));
  const total = exponentials.reduce((sum, e) => sum + e, 0);
  return exponentials.map((e) => e / total);
}

/** Mean F1 of the classes that occur among labels or answers: scikit-learn's `f1_score(average="macro")`. */
function macroF1(matrix: readonly (readonly number[])[]): number {
  let total = 0;
  let present = 0;
  for (let k = 0; k < matrix.length; k++) {
    const labelled = matrix[k]!.reduce((sum, n) => sum + n, 0);
    const answered = matrix.reduce((sum, counts) => sum + counts[k]!, 0);
    if (labelled + answered === 0) continue;
    present += 1;
    total += (2 * matrix[k]![k]!) / (labelled + answered); // 2 TP / (2 TP + FN + FP)
  }
  return total / present;
}

/** -ln softmax(logits)[label] = max + ln sum_j exp(z[j] - max) - z[label]. */
function negativeLogProbability(logits: Float32Array, label: number): number {
  const max = largest(logits);
  let total = 0;
  for (const z of logits) total += Math.exp(z - max);
  return max - logits[label]! + Math.log(total); // in this order: max - z is exact, and max + ln(total) would round
}

function row(logits: Float32Array, i: number, classes: number): Float32Array {
  return logits.subarray(i * classes, (i + 1) * classes);
}

function largest(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i]!);
  return max;
}

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function checkInputs(logits: Float32Array, labels: Int32Array, classes: number): void {
  if (labels.length === 0) throw new DataError("metrics: no samples; give at least one label.");
  if (logits.length !== labels.length * classes) {
    throw new ShapeError(
      `metrics: ${logits.length} logits for ${labels.length} labels and ${classes} classes; ` +
        `expected [${labels.length}, ${classes}], which is ${labels.length * classes} values.`,
    );
  }
  labels.forEach((label, i) => {
    if (label >= 0 && label < classes) return;
    throw new DataError(`metrics: label ${label} of sample ${i} is outside of the classes 0 … ${classes - 1}.`);
  });
  logits.forEach((z, i) => {
    if (z < Infinity) return;
    const where = `sample ${Math.floor(i / classes)}, class ${i % classes}`;
    throw new DataError(`metrics: a logit is ${z} (${where}); a model that answers so has diverged or is damaged.`);
  });
  labels.forEach((_, i) => {
    if (largest(row(logits, i, classes)) > -Infinity) return;
    throw new DataError(`metrics: every logit of sample ${i} is -Infinity; at least one class must stay possible.`);
  });
}
