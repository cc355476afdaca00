import { compilePredictor } from "./predict-logits.js";
import { compileTrainStep } from "./train-step.js";
import { Training } from "./training.js";
import type { TrainingResult, TrainNetworkOptions } from "./training-options.js";

export type {
  Teacher,
  TrainingProgress,
  TrainingResult,
  TrainingSettings,
  TrainNetworkOptions,
} from "./training-options.js";
export type { EpochResult, TrainingState } from "./training-state.js";

/**
 * Trains one network; its parameters in the store end as those of the epoch that `settings.keep` names.
 * Everything drawn at random is a function of seed, epoch and step: a resumed training equals an unbroken one.
 * @throws TrainingFailure if a number is no longer finite; such numbers never reach a checkpoint
 * @throws the signal's reason when aborted, after a checkpoint
 */
export async function trainNetwork(options: TrainNetworkOptions): Promise<TrainingResult> {
  const { classifier, train, settings, program, teacher } = options;
  program.store.add([...classifier.module.parameters(), ...classifier.module.buffers()]);
  const step = await compileTrainStep(
    {
      classifier,
      inputShape: train.shape,
      classes: train.classes.length,
      loss: options.loss,
      teacher: teacher?.kind === "fed" ? { kind: "fed" } : teacher,
      optimizer: settings.optimizer,
      clipNorm: settings.clipNorm,
      maxNorm: settings.maxNorm,
      seed: options.seed,
    },
    program,
  );
  const predictor = await compilePredictor(classifier, train.shape, program);
  try {
    return await new Training(options, step, predictor).run();
  } finally {
    await step.dispose();
    await predictor.dispose();
  }
}
