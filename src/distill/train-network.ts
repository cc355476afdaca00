import { compilePredictor } from "./predict-logits.js";
import { compileTrainStep } from "./train-step.js";
import { Training } from "./training.js";
import type { TrainingResult, TrainNetworkOptions } from "./training-options.js";

export type {
  TrainingProgress,
  TrainingResult,
  TrainingSettings,
  TrainingSize,
  TrainNetworkOptions,
} from "./training-options.js";
export type { EpochResult, TrainingState } from "./training-state.js";

/**
 * Trains the networks of a drawing that learn. In the store the parameters of the main one end as those of the epoch that
 * `settings.keep` names, those of the others as they were after the last step.
 * Everything drawn at random is a function of seed, epoch and step: a resumed training equals an unbroken one.
 * @throws TrainingFailure if a number is no longer finite; such numbers never reach a checkpoint
 * @throws the signal's reason when aborted, after a checkpoint
 */
export async function trainNetwork(options: TrainNetworkOptions): Promise<TrainingResult> {
  const { drawing, train, settings, program, seed } = options;
  const { optimizer, clipNorm, maxNorm } = settings;
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
  const predictor = await compilePredictor(step.classifier, train.shape, program);
  options.onDrawn?.(step.arrows);
  try {
    return await new Training(options, step, predictor).run();
  } finally {
    await step.dispose();
    await predictor.dispose();
  }
}
