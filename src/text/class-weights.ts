import { classCounts, type Dataset } from "../data/index.js";

/**
 * A weight for each class, so that all classes weigh the same in the loss however many samples they have:
 * w[c] = samples / (classes · samples of c). Their mean over the samples is 1.
 * Source: King and Zeng 2001, "Logistic regression in rare events data", section 4.1, with all classes at equal weight.
 */
export function balancedClassWeights(dataset: Pick<Dataset, "labels" | "classes">): number[] {
  const counts = classCounts(dataset as Dataset);
  const samples = dataset.labels.length;
  return Array.from(counts, (count) => (count === 0 ? 0 : samples / (counts.length * count)));
}
