import { z } from "zod";
import { objectiveSchema } from "./method-schema.js";
import { networkSchema } from "./network-schema.js";
import { numberOrRamp } from "./ramp-schema.js";

const name = z
  .string()
  .regex(/^[A-Za-z][\w-]*$/, "expected a network's name: a letter, then letters, digits, dashes and underscores");

const other = (what: string) => name.describe(what);

const references = [
  z.strictObject({
    run: z.string().min(1).describe("The run folder whose teacher is taken; starts at the recipe's folder"),
  }),
  z.strictObject({ like: other("Built and trained as this network is, from first weights of its own") }),
  z.strictObject({
    between: z.tuple([name, name]).describe("Of a size between two networks of one architecture"),
    share: z.number().gt(0).lt(1).default(0.5).describe("How far from the first to the second"),
  }),
  z.strictObject({
    average: other("The moving average of this network's weights, which learns in the same stage"),
    decay: z.number().gt(0).lt(1).default(0.99).describe("The weight of what it was before"),
  }),
  z.strictObject({ paired: other("This network, shown another sample of the same class for each") }),
  z.strictObject({
    exit: other("A small classifier on an inner tensor of this network"),
    tap: z.string().describe("The inner tensor"),
  }),
  z.strictObject({
    branch: other("What this network does after an inner tensor, from first weights of its own"),
    tap: z.string().describe("The inner tensor"),
  }),
  z.strictObject({
    generator: other("Makes samples of noise in place of data, and learns from what this trained network says of them"),
  }),
] as const;

const from = z
  .union([name, z.array(name)], { error: "expected a network's name, or a list of names" })
  .describe("Which networks it learns from; default teacher; an empty list for an objective of the labels alone");

const loss = z.strictObject({
  alpha: numberOrRamp(z.number().min(0).max(1), "a number from 0 to 1")
    .optional()
    .describe("Weight of the labels' cross-entropy. Default: the first objective's"),
  learns: z
    .array(objectiveSchema.extend({ from: from.optional() }))
    .default([])
    .describe("Objectives with where they come from; none: the labels alone"),
});

/** `scheme`: networks and stages, where one teacher and one student are not enough. It takes the place of `method`. */
export const schemeSchema = z
  .strictObject({
    networks: z
      .record(name, z.union([networkSchema, ...references]))
      .default({})
      .describe("Networks beside teacher, student and baseline, by name"),
    stages: z
      .array(z.record(name, loss).refine((learn) => Object.keys(learn).length > 0, "expected a network that learns"))
      .min(1)
      .describe("One after another: which networks learn, and from which. The last is the student's"),
  })
  .describe("Who learns what from whom, in place of method");

export type SchemeOptions = z.output<typeof schemeSchema>;
