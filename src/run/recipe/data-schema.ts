import { z } from "zod";
import { textOptions } from "./text-schema.js";

const path = z.string().min(1);

const source = z
  .union([path, z.array(path).min(1), z.strictObject({ images: path, labels: path })], {
    error: "expected a path, a list of paths, or { images, labels }",
  })
  .describe(
    "A file or folder, several files, or images with their labels. Relative paths start at the recipe's folder; " +
      "npm:package/path is a file of an installed npm package.",
  );

/** One augmentation of vision/, by name or with its options: `"flip"`, `{ name: "jitter", pixels: 2 }`. */
const augmentation = z.union(
  [
    z.string().transform((name): Augmentation => ({ name })),
    z.object({ name: z.string() }).catchall(z.union([z.number(), z.string(), z.boolean()])),
  ],
  { error: 'expected a name, or { name, ...options } as { name: "jitter", pixels: 2 }' },
);

export interface Augmentation {
  readonly name: string;
  readonly [option: string]: string | number | boolean;
}

/** Applied to each training batch in this order. */
export const augmentSchema = z.array(augmentation).describe("Augmentations of training batches, applied in this order");

const channelValue = z.union([z.number(), z.array(z.number()).min(1)], {
  error: "expected a number, or one a channel",
});

const normalize = z.union(
  [z.enum(["standard", "scale", "none"]), z.strictObject({ mean: channelValue, deviation: channelValue })],
  { error: "expected standard, scale, none, or { mean, deviation }" },
);

/** The `data` of a recipe: where samples are, how they are read, split and prepared. */
export const dataSchema = z.strictObject({
  format: z.enum(["idx", "cifar", "images", "csv", "jsonl", "json"]).optional().describe("Default: told from the path"),
  train: source,
  test: source.optional(),
  validation: z
    .number()
    .min(0)
    .refine((amount) => amount < 1 || Number.isInteger(amount), "expected a fraction below 1 or a whole number")
    .default(0.1)
    .describe("Held out of the training data, stratified: a fraction below 1, or a count; 0 for none"),
  limit: z.int().min(1).optional().describe("Keep so many training samples, stratified, chosen by the seed"),
  omit: z
    .array(z.string())
    .default([])
    .describe("Classes left out of the student's transfer set; their biases are then chosen on validation data"),
  augment: augmentSchema.default([]),
  normalize: normalize.default("standard").describe("How inputs are scaled"),
  classes: z.array(z.string()).min(2).optional().describe("Names of the classes, in the order of their indices"),
  ...textOptions,
  label: z.string().optional().describe("csv, jsonl, json: the label's column"),
  features: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("csv, jsonl, json: the columns to learn from; default all others"),
  delimiter: z.string().length(1).optional().describe("csv: what parts the columns; default told from the first line"),
  coarse: z.boolean().optional().describe("CIFAR-100: the 20 coarse classes in place of the 100 fine ones"),
  size: z
    .tuple([z.int().min(1), z.int().min(1)])
    .optional()
    .describe("images: [height, width] that every image is resized to"),
  grayscale: z.boolean().optional().describe("images: one channel of brightness in place of three"),
});

/** `data` with every default filled in. */
export type ResolvedData = z.output<typeof dataSchema>;
