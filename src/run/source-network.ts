import { createHash } from "node:crypto";
import type { FedNetwork, FrozenNetwork } from "../distill/drawing.js";
import type { Classifier } from "../models/index.js";
import { OptionError } from "../tensor/index.js";
import { exportOnnx } from "./model-files.js";
import type { NetworkStage, StageContext } from "./network-stage.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import { lazyPredictor } from "./lazy-predictor.js";
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

/** True if an arrow of the stage compares the network's inner tensors, which are too large to keep. */
const givesTaps = ({ networks }: NetworkStage, name: string): boolean =>
  Object.values(networks).some(
    (network) =>
      "loss" in network &&
      network.loss?.objectives.some(
        ({ objective, from }) => from.includes(name) && objective.needs.teacher?.includes("taps"),
      ),
  );

/** True if samples are made in the stage: there is nothing whose outputs could be computed before. */
const isDataFree = ({ networks }: NetworkStage): boolean =>
  Object.values(networks).some(({ kind }) => kind === "generator");

/** A trained network that others learn from: itself, or its outputs, computed once. */
export async function sourceNetwork(
  stage: NetworkStage,
  name: string,
  classifier: Classifier,
  { cache, seed }: Settings,
  { program, signal, emit }: StageContext,
): Promise<FrozenNetwork | FedNetwork> {
  const { spec, train, prepareTraining, preparation } = stage;
  const augmented = spec.augment.length > 0;
  const count = givesTaps(stage, name) || isDataFree(stage) ? undefined : cachedVariants(augmented, cache);
  if (count === undefined) return { kind: "frozen", classifier };
  const predictor = lazyPredictor(classifier, train.shape, program);
  const model = exportOnnx(classifier, program.store, { inputShape: train.shape, classes: train.classes, preparation });
  const teacher = createHash("sha256").update(model).digest("hex");
  const variants: Float32Array[] = [];
  try {
    for (let variant = 0; variant < count; variant++) {
      const outputs = await teacherOutputs({
        predictor: predictor.get,
        teacher,
        dataset: train,
        prepare: prepareTraining(variant),
        inputs: [preparation, spec.augment, augmented ? [seed, variant] : []],
        signal,
        onBatch: (done, all) => {
          emit({ stage: "outputs", network: name, step: variant * all + done, steps: count * all });
        },
      });
      variants.push(outputs);
    }
  } finally {
    await predictor.dispose();
  }
  return { kind: "fed", logits: (epoch) => variants[epoch % count]! };
}
