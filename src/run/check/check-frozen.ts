import type { Dataset } from "../../data/index.js";
import { drawStep } from "../../distill/draw-step.js";
import type { Drawing } from "../../distill/drawing.js";
import { stepInputs } from "../../distill/step-feeds.js";
import type { Finding } from "./finding.js";

/** That nothing of a frozen network is learned, nor its running statistics moved, in the step as it is drawn. */
export function checkFrozen(
  name: string,
  drawing: Drawing,
  { shape, classes, labels }: Dataset,
  seed: number,
): Finding | undefined {
  const network = drawing.networks[name];
  if (network?.kind !== "frozen") return undefined;
  const step = drawStep(drawing, { classes: classes.length, samples: labels.length, inputs: stepInputs(shape), seed });
  const changed = new Set([...step.trainable, ...step.updates.keys()]);
  const moved = [...network.classifier.module.namedParameters()].filter(([, parameter]) => changed.has(parameter));
  if (moved.length === 0) {
    return { check: "frozen", isWarning: false, text: `${name} is frozen: the step changes nothing of it.` };
  }
  const text =
    `${name} should be frozen, but the step changes ${moved.map(([parameter]) => parameter).join(", ")}: it drifts towards ` +
    `what learns from it. Let the networks share no layers.`;
  return { check: "frozen", isWarning: true, text };
}

/**
 * That a network is in evaluation mode: what it says of a sample alone is what it says of it in a batch.
 * @param alone   `[samples, classes]`, each sample by itself
 * @param inBatch the same samples together
 */
export function checkEvaluationMode(name: string, alone: Float32Array, inBatch: Float32Array): Finding {
  const largest = Math.max(1, ...inBatch.map(Math.abs));
  const difference = Math.max(...alone.map((x, i) => Math.abs(x - inBatch[i]!))) / largest;
  if (difference < 1e-3) {
    return {
      check: "evaluation mode",
      isWarning: false,
      text: `${name} is in evaluation mode: samples do not meet in it.`,
    };
  }
  const text =
    `${name} says something else of a sample alone than in a batch: it is not in evaluation mode, and its soft targets ` +
    `change with the samples beside. Use running statistics in place of the batch's where pass.training is false.`;
  return { check: "evaluation mode", isWarning: true, text };
}
