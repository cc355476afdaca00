import { z } from "zod";
import { optimizerOverrideSchema, optimizerSchema } from "./optimizer-schema.js";
import { scheduleOverrideSchema, scheduleSchema } from "./schedule-schema.js";

const options = {
  epochs: z.int().min(1).describe("Times that the training data is gone through"),
  batchSize: z.int().min(1),
  clipNorm: z.number().positive().nullable().describe("The norm of all gradients together is cut to this; null: not"),
  maxNorm: z
    .number()
    .positive()
    .nullable()
    .describe("The weights into each unit are cut to this norm after each step (Hinton et al. 2012); null: not"),
  labelSmoothing: z.number().min(0).lt(1).describe("The share of each label's probability spread over all classes"),
  earlyStopping: z
    .strictObject({ patience: z.int().min(1).describe("Epochs without a better validation accuracy before stopping") })
    .nullable()
    .describe("null: every epoch is trained"),
  keep: z
    .enum(["best", "last"])
    .describe("Which epoch's weights are kept. Default: the best on validation data, the last where there is none"),
};

/** `training` of a recipe. */
export const trainingSchema = z.strictObject({
  epochs: options.epochs.default(10),
  batchSize: options.batchSize.default(128),
  optimizer: optimizerSchema.prefault({ name: "adam" }),
  schedule: scheduleSchema.prefault({ name: "cosine" }),
  clipNorm: options.clipNorm.default(null),
  maxNorm: options.maxNorm.default(null),
  labelSmoothing: options.labelSmoothing.default(0),
  earlyStopping: options.earlyStopping.default(null),
  keep: options.keep.optional(),
});

/** What one network changes in the recipe's `training`. */
export const trainingOverrideSchema = z
  .strictObject({ ...options, optimizer: optimizerOverrideSchema, schedule: scheduleOverrideSchema })
  .partial();

/** `training` with every default filled in. */
export type ResolvedTraining = z.output<typeof trainingSchema> & { readonly keep: "best" | "last" };
