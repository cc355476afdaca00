import { z } from "zod";

const options = {
  warmup: z.number().min(0).describe("Epochs, also a part of one, in which the learning rate rises from 0 in a line"),
  milestones: z.array(z.number().positive()).min(1).describe("step: the epochs after which the learning rate is cut"),
  factor: z.number().gt(0).lt(1).describe("step: what the learning rate is multiplied by at each milestone"),
  floor: z.number().min(0).lt(1).describe("cosine: where it ends, as a fraction of the learning rate"),
  rise: z.number().gt(0).lt(1).describe("one-cycle: the fraction of all steps in which the learning rate rises"),
  startFactor: z.number().gt(0).max(1).describe("one-cycle: where it starts, as a fraction of the learning rate"),
  endFactor: z.number().min(0).lt(1).describe("one-cycle: where it ends, as a fraction of the learning rate"),
};

const warmup = options.warmup.default(0);
const constant = z.strictObject({ name: z.literal("constant"), warmup });
const step = z.strictObject({
  name: z.literal("step"),
  warmup,
  milestones: options.milestones,
  factor: options.factor.default(0.1),
});
const cosine = z.strictObject({ name: z.literal("cosine"), warmup, floor: options.floor.default(0) });
const oneCycle = z.strictObject({
  name: z.literal("one-cycle"),
  rise: options.rise.default(0.3),
  startFactor: options.startFactor.default(0.04),
  endFactor: options.endFactor.default(4e-6),
});

/** A schedule of optim/, which sets the learning rate of each step, with its options. */
export const scheduleSchema = z.discriminatedUnion("name", [constant, step, cosine, oneCycle]);

/** Some options of a schedule: what a network changes in the recipe's. */
export const scheduleOverrideSchema = z
  .strictObject({ name: z.enum(["constant", "step", "cosine", "one-cycle"]), ...options })
  .partial();

export type ResolvedSchedule = z.output<typeof scheduleSchema>;
