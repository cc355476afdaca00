import { z } from "zod";
import { dataSchema } from "./data-schema.js";
import { methodSchema } from "./method-schema.js";
import { networkSchema, teacherSchema } from "./network-schema.js";
import { numberOrRamp } from "./ramp-schema.js";
import { schemeSchema } from "./scheme-schema.js";
import { trainingSchema } from "./training-schema.js";

const cacheSchema = z.strictObject({
  teacher: z
    .enum(["auto", "live", "disk"])
    .default("auto")
    .describe("live: the teacher runs in each step; disk: its outputs are computed once; auto: disk where it can be"),
  augmentations: z
    .int()
    .min(1)
    .optional()
    .describe("Fix so many augmentations, which the epochs cycle through, so that outputs can be computed once"),
});

/** A whole recipe, as its author writes it. */
export const recipeSchema = z.strictObject({
  $schema: z.string().optional().describe("Where an editor finds the schema of recipes"),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/, "expected letters, digits, dots, dashes and underscores: runs/ gets such a folder")
    .optional()
    .describe("Names the run folder. Default: the recipe's file name"),
  data: dataSchema,
  teacher: teacherSchema
    .optional()
    .describe(
      "The network to learn from: trained first, or taken from an earlier run; left out where nothing needs it",
    ),
  student: networkSchema.describe("The network to train; the baseline is the same, trained on labels alone"),
  method: methodSchema.optional(),
  scheme: schemeSchema.optional(),
  alpha: numberOrRamp(z.number().min(0).max(1), "a number from 0 to 1")
    .optional()
    .describe("Weight of the labels' cross-entropy. Default: the method's"),
  temperature: numberOrRamp(z.number().positive(), "a number above 0")
    .optional()
    .describe("Softens teacher and student. Default: the method's"),
  training: trainingSchema.prefault({}),
  cache: cacheSchema.prefault({}),
  seed: z.int().min(0).max(0xffff_ffff).default(0).describe("Of every random number of the run"),
  threads: z
    .union([z.literal("auto"), z.int().min(1)], { error: 'expected "auto" or a whole number of at least 1' })
    .default("auto")
    .describe("Of ONNX Runtime; auto measures once which number is fastest"),
  provider: z.enum(["cpu", "webgpu", "cuda"]).default("cpu").describe("What ONNX Runtime runs on"),
});

/** A recipe as its author writes it: what has a default may be left out. */
export type Recipe = z.input<typeof recipeSchema>;
