import { greater, oneHot, where, type Tensor } from "../../graph/index.js";

/** What takes the place of a logit that does not count: its probability is 0, and a product of both stays 0. */
const absent = -1e30;

/**
 * Logits `[batch, classes]` without those of the labels: a softmax over them is one over the other classes.
 * @param labels `[batch]`, int32
 */
export const withoutLabel = (logits: Tensor, labels: Tensor): Tensor =>
  where(greater(oneHot(labels, logits.shape.at(-1) as number), 0), absent, logits);
