export * from "./assistant/index.js";
export {
  defineObjective,
  families,
  type Family,
  type HelperContext,
  type LossAndMemory,
  type MemoryTable,
  type Needs,
  type NetworkTensors,
  type Objective,
  type ObjectiveInputs,
  type OptionValues,
  type TapPair,
  type TapRule,
} from "./define-objective.js";
export type { AverageNetwork, Drawing, DrawnNetwork, FedNetwork, FrozenNetwork, LearningNetwork } from "./drawing.js";
export type { DrawnArrow } from "./draw-step.js";
export { evaluateObjective, type ObjectiveEvaluation, type ObjectiveGradients } from "./evaluate-objective.js";
export type { GivenInputs, GivenTensors } from "./given-inputs.js";
export { planLoss, type Arrow, type LossPlan, type LossSettings } from "./loss-plan.js";
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
export * from "./data-free/index.js";
export * from "./feature/index.js";
export { multiplyAdds } from "./multiply-adds.js";
export {
  choice,
  count,
  fraction,
  nonNegative,
  positive,
  type ChoiceOption,
  type CountOption,
  type NumericOption,
  type Options,
  type OptionValue,
} from "./objective-options.js";
export * from "./multi-teacher/index.js";
export { objectiveByName, objectives } from "./objectives.js";
export * from "./online/index.js";
export { compilePredictor, type Predictor, type PredictOptions } from "./predict-logits.js";
export { rampAt, type Ramp } from "./ramp.js";
export type { ObjectiveChoice, ResolvedObjective, TapChoice } from "./resolve-objective.js";
export * from "./relation/index.js";
export * from "./response/index.js";
export type {
  ArrowChoice,
  DrawMethod,
  Scheme,
  SchemeContext,
  SchemeDraft,
  SchemeLoss,
  SchemeNetwork,
  SchemeStage,
} from "./scheme.js";
export * from "./self/index.js";
export type { StepFeeds } from "./step-feeds.js";
export {
  trainNetwork,
  type EpochResult,
  type TrainingProgress,
  type TrainingResult,
  type TrainingSettings,
  type TrainingState,
  type TrainNetworkOptions,
} from "./train-network.js";
export {
  compileTrainStep,
  NonFiniteLoss,
  type StepResult,
  type TrainStep,
  type TrainStepDefinition,
} from "./train-step.js";
