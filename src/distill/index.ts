export {
  combinedLoss,
  planLoss,
  type CombinedLoss,
  type LossPlan,
  type LossSettings,
  type ObjectiveChoice,
  type ResolvedObjective,
} from "./combined-loss.js";
export {
  choice,
  defineObjective,
  positive,
  type ChoiceOption,
  type Family,
  type Needs,
  type NetworkTensors,
  type NumericOption,
  type Objective,
  type ObjectiveInputs,
  type Options,
} from "./define-objective.js";
export {
  agreement,
  CALIBRATION_BINS,
  classificationMetrics,
  confusionMatrix,
  predictions,
  reliabilityBins,
  softmaxRow,
  type ClassificationMetrics,
  type ReliabilityBin,
} from "./metrics.js";
export { multiplyAdds } from "./multiply-adds.js";
export { objectiveByName, objectives } from "./objectives.js";
export { compilePredictor, type Predictor, type PredictOptions } from "./predict-logits.js";
export * from "./response/index.js";
export {
  trainNetwork,
  type EpochResult,
  type Teacher,
  type TrainingProgress,
  type TrainingResult,
  type TrainingSettings,
  type TrainingState,
  type TrainNetworkOptions,
} from "./train-network.js";
export {
  compileTrainStep,
  NonFiniteLoss,
  type StepFeeds,
  type StepResult,
  type TeacherInStep,
  type TrainStep,
  type TrainStepDefinition,
} from "./train-step.js";
