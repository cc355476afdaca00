import type { Recipe } from "limbeck";

/**
 * The networks of the recipes that show one family of methods each: those of mnist-resnet. Its teacher takes minutes to
 * train; with a run of any of these at hand, --set 'teacher={"run":"runs/mnist-resnet"}' takes the one from there.
 */
export const resnets = {
  teacher: {
    model: "resnet",
    depth: 14,
    width: 1,
    augment: [{ name: "jitter", pixels: 1 }],
    training: { epochs: 5 },
  },
  student: { model: "resnet", depth: 8, width: 0.45 },
  training: {
    epochs: 6,
    batchSize: 128,
    optimizer: { name: "adam", learningRate: 4e-3 },
    schedule: { name: "one-cycle" },
  },
} satisfies Partial<Recipe>;
