import { z } from "zod";
import type { ModelFunction } from "../../models/index.js";
import { activations, type ActivationName } from "../../nn/index.js";
import { augmentSchema } from "./data-schema.js";
import { trainingOverrideSchema } from "./training-schema.js";

/** Marks what only a TypeScript recipe can say: it is left out of the JSON Schema. */
export const typescriptOnly = { typescriptOnly: true };

const widths = (what: string) =>
  z
    .union([z.int().min(1), z.array(z.int().min(1)).min(1)], {
      error: "expected a whole number of at least 1, or a list of such numbers",
    })
    .describe(what);
const layers = z.int().min(1).describe("How many layers of that width, where hidden is one number");
const dropout = z.number().min(0).lt(1);

const common = {
  augment: augmentSchema.optional().describe("In place of data.augment, for this network"),
  training: trainingOverrideSchema.default({}).describe("What this network changes in the recipe's training"),
};

const mlp = z.strictObject({
  model: z.literal("mlp").describe("Fully connected layers"),
  hidden: widths("Units of each hidden layer").default(128),
  layers: layers.optional(),
  dropout: dropout.default(0).describe("The share of hidden units that is dropped in training"),
  inputDropout: dropout.default(0).describe("The share of inputs that is dropped in training"),
  activation: z.enum(Object.keys(activations) as [ActivationName, ...ActivationName[]]).default("relu"),
  ...common,
});
const cnn = z.strictObject({
  model: z.literal("cnn").describe("3x3 convolutions, each with pooling, then one linear layer"),
  hidden: widths("Channels of each convolution").default([16, 32]),
  layers: layers.optional(),
  dropout: dropout.default(0).describe("The share of features before the last layer that is dropped in training"),
  ...common,
});
const resnet = z.strictObject({
  model: z.literal("resnet").describe("CIFAR-style residual network (He et al. 2015, section 4.2)"),
  depth: z
    .int()
    .min(8)
    .refine((depth) => depth % 6 === 2, "expected 6n + 2: 8, 14, 20, 26, 32, …")
    .default(8)
    .describe("Layers with weights: 6n + 2"),
  width: z.number().positive().default(1).describe("Multiplies the channels 16, 32, 64 of the three stages"),
  shortcut: z
    .enum(["projection", "padding"])
    .default("projection")
    .describe("Past a block that changes the shape: a 1x1 convolution, or every second pixel with channels of zeros"),
  ...common,
});
const own = z
  .strictObject({
    model: z.custom<ModelFunction>((value) => typeof value === "function", "expected a function"),
    ...common,
  })
  .meta(typescriptOnly);

/** A network that is trained: a model by name with its options, or in TypeScript the user's own function. */
export const networkSchema = z.union([z.discriminatedUnion("model", [mlp, cnn, resnet]), own]);

/** The teacher of an earlier run. */
const earlierTeacher = z.strictObject({
  run: z.string().min(1).describe("The run folder whose teacher is taken; starts at the recipe's folder"),
});

/** A teacher is trained, or taken from an earlier run. */
export const teacherSchema = z.union([networkSchema, earlierTeacher]);

export type NetworkOptions = z.output<typeof networkSchema>;
