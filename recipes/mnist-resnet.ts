import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";

// Residual networks: a student with fewer layers and a third of the width, so about a tenth of the parameters.
export default defineRecipe({
  name: "mnist-resnet",
  data: {
    ...mnist,
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
  training: {
    epochs: 6,
    batchSize: 128,
    optimizer: { name: "adam", learningRate: 4e-3 },
    schedule: { name: "one-cycle" },
  },
});
