import { createHash } from "node:crypto";
import type { LossPlan } from "../distill/loss-plan.js";
import { compilePredictor } from "../distill/predict-logits.js";
import type { DrawnNetwork } from "../distill/drawing.js";
import type { Classifier } from "../models/index.js";
import { OptionError } from "../tensor/index.js";
import { exportOnnx } from "./model-files.js";
import type { NetworkStage, StageContext } from "./network-stage.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import { teacherOutputs } from "./teacher-outputs.js";

type Settings = Pick<ResolvedRecipe, "cache" | "seed">;

/**
 * How many sets of the teacher's outputs the student's epochs go through; undefined: the teacher runs in each step, as
 * under augmentation it must see the same picture.
 * @throws OptionError if outputs are to be cached that differ in each epoch
 */
export function cachedVariants(augmented: boolean, { teacher, augmentations }: Settings["cache"]): number | undefined {
  const variants = augmented ? augmentations : 1;
  if (teacher === "disk" && variants === undefined) {
    throw new OptionError(
      `cache.teacher: "disk" under augmentation needs a fixed number of augmentations, which the epochs cycle through. ` +
        `Set cache.augmentations, or leave cache.teacher at "auto".`,
    );
  }
  return teacher === "live" ? undefined : variants;
}

/** True if the teacher's inner tensors are compared, which are too large to keep. */
const needsTaps = ({ objectives }: LossPlan): boolean =>
  objectives.some(({ objective }) => objective.needs.teacher?.includes("taps"));

/** What the student learns from: the teacher itself, or its outputs, computed once. */
export async function teacherOf(
  { spec, train, prepareTraining, preparation, loss }: NetworkStage,
  classifier: Classifier,
  { cache, seed }: Settings,
  { program, signal, emit }: StageContext,
): Promise<DrawnNetwork> {
  const augmented = spec.augment.length > 0;
  const count = needsTaps(loss) ? undefined : cachedVariants(augmented, cache);
  if (count === undefined) return { kind: "frozen", classifier };
  const predictor = await compilePredictor(classifier, train.shape, program);
  const model = exportOnnx(classifier, program.store, { inputShape: train.shape, classes: train.classes, preparation });
  const teacher = createHash("sha256").update(model).digest("hex");
  const variants: Float32Array[] = [];
  try {
    for (let variant = 0; variant < count; variant++) {
      const outputs = await teacherOutputs({
        predictor,
        teacher,
        dataset: train,
        prepare: prepareTraining(variant),
        inputs: [preparation, spec.augment, augmented ? [seed, variant] : []],
        signal,
        onBatch: (done, all) => {
          emit({ stage: "outputs", network: "teacher", step: variant * all + done, steps: count * all });
        },
      });
      variants.push(outputs);
    }
  } finally {
    await predictor.dispose();
  }
  return { kind: "fed", logits: (epoch) => variants[epoch % count]! };
}
