import { DataError } from "../tensor/index.js";
import { classCounts, type Dataset } from "./dataset.js";

/**
 * Class names for labels that are numbers: the given ones, else "0", "1", … up to the largest label.
 * @throws DataError if a label is negative or has no name
 */
export function numberedClasses(labels: Int32Array, given: readonly string[] | undefined, where: string): string[] {
  let largest = -1;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label < 0 || label >= (given?.length ?? Infinity)) {
      throw new DataError(
        `${where}: label ${label} of sample ${i} is outside the classes` +
          (given ? `, which are 0 to ${given.length - 1} (${listed(given)}).` : ": it is negative.") +
          ` Correct the labels, or list all classes in data.classes.`,
      );
    }
    largest = Math.max(largest, label);
  }
  if (given) return [...given];
  // More classes than samples: at least one is empty, and the list of names must not grow without bound.
  if (largest >= labels.length) {
    throw new DataError(
      `${where}: the largest label is ${largest}, but there are only ${labels.length} samples, so some classes are ` +
        `empty. Number the classes 0, 1, 2, … without gaps.`,
    );
  }
  return Array.from({ length: largest + 1 }, (_, i) => String(i));
}

/**
 * Class names for labels that are texts: the given ones, else those that occur, in numeric order if all are whole
 * numbers, else in alphabetical order. Where names are given and no label is one of them, labels may be their numbers.
 * @param place what sample i is called in messages: its file and line
 * @returns the names, and each label as an index into them
 * @throws DataError if a label is not among the given classes
 */
export function namedClasses(
  labels: readonly string[],
  given: readonly string[] | undefined,
  place: (i: number) => string,
): { classes: string[]; labels: Int32Array } {
  const classes = given ? [...given] : sortedNames(new Set(labels));
  const areNumbers = given !== undefined && labels.every((label) => /^\d{1,6}$/.test(label) && !given.includes(label));
  const indices = new Map(classes.map((name, i) => [areNumbers ? String(i) : name, i]));
  return {
    classes,
    labels: Int32Array.from(labels, (name, i) => {
      const index = indices.get(name);
      if (index !== undefined) return index;
      throw new DataError(
        `${place(i)}: label "${name}" is not one of the classes (${listed(classes)}). ` +
          `Correct the label, or add samples of that class to the training data.`,
      );
    }),
  };
}

/** @throws DataError if there are fewer than two classes, or a class has no sample to train on */
export function checkTrainable(dataset: Dataset, where: string): void {
  const { classes } = dataset;
  if (dataset.labels.length === 0) throw new DataError(`${where}: there are no samples.`);
  if (classes.length < 2) {
    throw new DataError(`${where}: all samples are of one class (${listed(classes)}). Classifying needs at least two.`);
  }
  const counts = classCounts(dataset);
  const empty = classes.filter((_, i) => counts[i] === 0);
  if (empty.length > 0) {
    throw new DataError(
      `${where}: no training sample of ${empty.length === 1 ? "class" : "classes"} ${listed(empty)}. ` +
        `Add samples, or number the classes without gaps (data.classes lists them).`,
    );
  }
}

/** Names for a message, at most twenty of them. */
export const listed = (names: readonly string[]): string =>
  names.slice(0, 20).join(", ") + (names.length > 20 ? `, … (${names.length} in all)` : "");

function sortedNames(names: Set<string>): string[] {
  const list = [...names].sort();
  return list.every((name) => /^-?\d{1,15}$/.test(name)) ? list.sort((a, b) => Number(a) - Number(b)) : list;
}
