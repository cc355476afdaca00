import { planLoss } from "../distill/loss-plan.js";
import { buildModel, type ModelOptions } from "../models/index.js";
import { Random } from "../tensor/index.js";
import type { NetworkName } from "./metrics.js";
import { costOf, stepsOf, type NetworkStage } from "./network-stage.js";
import type { ResolvedNetwork, ResolvedRecipe } from "./recipe/index.js";
import type { ResumePoint } from "./resume-point.js";
import type { RunData } from "./run-data.js";
import type { PlannedTraining } from "./run-event.js";

/** The trainings of a run, in order. */
export interface Stages {
  /** Undefined where the teacher comes from an earlier run. */
  readonly teacher: NetworkStage | undefined;
  readonly baseline: NetworkStage;
  readonly student: NetworkStage;
}

/** Builds the networks of a run with their initial weights. */
export function makeStages(recipe: ResolvedRecipe, data: RunData): Stages {
  const { teacher, student, alpha, temperature, method } = recipe;
  const make = (network: NetworkName, spec: ResolvedNetwork, isHard: boolean): NetworkStage => {
    const train = network === "teacher" ? data.train : data.transfer;
    const { labelSmoothing } = spec.training;
    // The baseline begins with the student's own weights: what differs in the end comes from the loss alone.
    const random = new Random(recipe.seed).fork(network === "teacher" ? "teacher" : "student");
    return {
      network,
      spec,
      classifier: buildModel(modelOptions(spec), { inputShape: train.shape, classes: train.classes.length, random }),
      train,
      validation: data.validation,
      prepareTraining: data.prepareTraining(spec),
      prepare: data.prepare,
      preparation: data.preparation,
      loss: planLoss(isHard ? { labelSmoothing, method: [] } : { alpha, temperature, labelSmoothing, method }),
    };
  };
  return {
    teacher: "run" in teacher ? undefined : make("teacher", teacher, true),
    baseline: make("baseline", student, true),
    student: make("student", student, false),
  };
}

/** A network's architecture without how it is trained. */
function modelOptions({ augment: _augment, training: _training, ...model }: ResolvedNetwork): ModelOptions {
  return model as unknown as ModelOptions;
}

/** What will be trained, and how much of it is done. */
export function planTrainings(
  { teacher, baseline, student }: Stages,
  { finished, inTraining }: ResumePoint,
): PlannedTraining[] {
  return [teacher, baseline, student]
    .filter((stage) => stage !== undefined)
    .map((stage) => {
      const { network, spec } = stage;
      const { epochs, batchSize } = spec.training;
      const steps = stepsOf(stage);
      const state = inTraining?.network === network ? inTraining.checkpoint.state : undefined;
      const begun = state ? state.epoch * (steps / epochs) + state.batch : 0;
      return { network, epochs, steps, done: finished.has(network) ? steps : begun, cost: costOf(stage) * batchSize };
    });
}
