import { OptionError, suggestion } from "../tensor/index.js";
import { subset, type Dataset } from "./dataset.js";

/**
 * The data set without the samples of some classes; the list of classes stays whole, so that a model trained on the
 * rest keeps an output for each. This is how Hinton, Vinyals, Dean 2015 (section 3) leave digit 3 out of a transfer set.
 * @param classes names as in `dataset.classes`
 * @throws OptionError if a class is unknown, or no sample is left
 */
export function withoutClasses(dataset: Dataset, classes: readonly string[]): Dataset {
  const dropped = new Set(
    classes.map((name) => {
      const index = dataset.classes.indexOf(name);
      if (index < 0) {
        throw new OptionError(`withoutClasses: the data has no class "${name}".${suggestion(name, dataset.classes)}`);
      }
      return index;
    }),
  );
  const kept: number[] = [];
  dataset.labels.forEach((label, i) => {
    if (!dropped.has(label)) kept.push(i);
  });
  if (kept.length === 0) {
    throw new OptionError(`withoutClasses: no sample is left without ${classes.join(", ")}. Leave out fewer classes.`);
  }
  return subset(dataset, kept);
}
