import { answeringClassifier } from "../distill/answering-classifier.js";
import { drawStep } from "../distill/draw-step.js";
import type { Drawing, DrawnNetwork } from "../distill/drawing.js";
import { stepInputs } from "../distill/step-feeds.js";
import type { Classifier } from "../models/index.js";
import { OptionError } from "../tensor/index.js";
import type { NetworkName } from "./metrics.js";
import type { NetworkStage } from "./network-stage.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import type { Stages } from "./stages.js";

/**
 * Draws every stage of a run before any of them is carried out, so that a tap that does not exist, a method that does not
 * find what it needs, or a batch that is too small is told before hours of training.
 * @returns each stage's network as it answers in the end, by name
 * @throws OptionError for the first thing that is wrong
 */
export function checkStages(
  { stages, earlier }: Stages,
  { seed }: Pick<ResolvedRecipe, "seed">,
): Map<NetworkName, Classifier> {
  const answering = new Map<NetworkName, Classifier>();
  const known = new Map(earlier);
  for (const stage of stages) {
    checkBatchSize(stage);
    const drawing: Drawing = {
      main: stage.network,
      networks: Object.fromEntries(
        Object.entries(stage.networks).map(([name, network]): [string, DrawnNetwork] => [
          name,
          network.kind === "outside" ? { kind: "frozen", classifier: known.get(name)! } : network,
        ]),
      ),
    };
    const { shape, classes, labels } = stage.train;
    const { arrows } = drawStep(drawing, {
      classes: classes.length,
      samples: labels.length,
      inputs: stepInputs(shape),
      seed,
    });
    const classifier = answeringClassifier(drawing, arrows);
    answering.set(stage.network, classifier);
    known.set(stage.network, classifier);
  }
  return answering;
}

function checkBatchSize({ networks, spec, train }: NetworkStage): void {
  const batchSize = Math.min(spec.training.batchSize, train.labels.length);
  for (const network of Object.values(networks)) {
    for (const { objective } of ("loss" in network && network.loss?.objectives) || []) {
      const { batch = 1 } = objective.needs;
      if (batchSize >= batch) continue;
      throw new OptionError(
        `training.batchSize: ${objective.name} compares at least ${batch} samples of a batch, and a batch has ${batchSize}. ` +
          `Set it to ${batch} or more.`,
      );
    }
  }
}
