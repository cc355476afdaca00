import { z } from "zod";

const fraction = z.number().min(0).lt(1);

const options = {
  learningRate: z.number().positive().describe("The schedule's peak"),
  momentum: fraction,
  nesterov: z.boolean(),
  weightDecay: z.number().min(0).describe("sgd, adam: L2, added to the gradient; adamw: decoupled from it"),
  beta1: fraction.describe("Decay of the mean of gradients"),
  beta2: fraction.describe("Decay of the mean of squared gradients"),
  epsilon: z.number().positive(),
};

const sgd = z.strictObject({
  name: z.literal("sgd"),
  learningRate: options.learningRate.default(0.05),
  momentum: options.momentum.default(0.9),
  nesterov: options.nesterov.default(false),
  weightDecay: options.weightDecay.default(0),
});

const adaptive = {
  learningRate: options.learningRate.default(1e-3),
  beta1: options.beta1.default(0.9),
  beta2: options.beta2.default(0.999),
  epsilon: options.epsilon.default(1e-8),
};
const adam = z.strictObject({ name: z.literal("adam"), ...adaptive, weightDecay: options.weightDecay.default(0) });
const adamw = z.strictObject({ name: z.literal("adamw"), ...adaptive, weightDecay: options.weightDecay.default(0.01) });

/** An optimiser of optim/ with its options. */
export const optimizerSchema = z.discriminatedUnion("name", [sgd, adam, adamw]);

/** Some options of an optimiser: what a network changes in the recipe's. */
export const optimizerOverrideSchema = z.strictObject({ name: z.enum(["sgd", "adam", "adamw"]), ...options }).partial();

export type ResolvedOptimizer = z.output<typeof optimizerSchema>;
