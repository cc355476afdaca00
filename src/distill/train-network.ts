import { OptionError } from "../tensor/index.js";
import { compilePredictor } from "./predict-logits.js";
import { mainClassifier, type Drawing } from "./drawing.js";
import { compileTrainStep } from "./train-step.js";
import { Training } from "./training.js";
import type { TrainingResult, TrainNetworkOptions } from "./training-options.js";

export type { TrainingProgress, TrainingResult, TrainingSettings, TrainNetworkOptions } from "./training-options.js";
export type { EpochResult, TrainingState } from "./training-state.js";

/**
 * Trains the networks of a drawing that learn. In the store the parameters of the main one end as those of the epoch that
 * `settings.keep` names, those of the others as they were after the last step.
 * Everything drawn at random is a function of seed, epoch and step: a resumed training equals an unbroken one.
 * @throws OptionError if a batch has fewer samples than an objective compares
 * @throws TrainingFailure if a number is no longer finite; such numbers never reach a checkpoint
 * @throws the signal's reason when aborted, after a checkpoint
 */
export async function trainNetwork(options: TrainNetworkOptions): Promise<TrainingResult> {
  const { drawing, train, settings, program, seed } = options;
  const classifier = mainClassifier(drawing);
  program.store.add([...classifier.module.parameters(), ...classifier.module.buffers()]);
  const { optimizer, clipNorm, maxNorm } = settings;
  checkBatchSize(drawing, Math.min(settings.batchSize, train.labels.length));
  const step = await compileTrainStep(
    {
      drawing,
      inputShape: train.shape,
      classes: train.classes.length,
      labels: train.labels,
      optimizer,
      clipNorm,
      maxNorm,
      seed,
    },
    program,
  );
  const predictor = await compilePredictor(classifier, train.shape, program);
  options.onDrawn?.(step.arrows);
  try {
    return await new Training(options, step, predictor).run();
  } finally {
    await step.dispose();
    await predictor.dispose();
  }
}

function checkBatchSize({ networks }: Drawing, batchSize: number): void {
  for (const network of Object.values(networks)) {
    if (network.kind !== "learning") continue;
    for (const { objective } of network.loss.objectives) {
      const { batch = 1 } = objective.needs;
      if (batchSize >= batch) continue;
      throw new OptionError(
        `training.batchSize: ${objective.name} compares at least ${batch} samples of a batch, and a batch has ${batchSize}. ` +
          `Set it to ${batch} or more.`,
      );
    }
  }
}
