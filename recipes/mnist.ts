import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";

// Handwritten digits: a teacher of two wide layers, a student of one layer with 300 units.
export default defineRecipe({
  name: "mnist",
  data: {
    ...mnist,
    validation: 5000,
  },
  teacher: {
    model: "mlp",
    hidden: [1200, 1200],
    dropout: 0.2,
    augment: [{ name: "jitter", pixels: 2 }],
    training: { epochs: 16 },
  },
  student: { model: "mlp", hidden: [300] },
  method: "soft-targets",
  training: {
    epochs: 24,
    batchSize: 128,
    optimizer: { name: "adam", learningRate: 1e-3 },
    schedule: { name: "cosine" },
  },
});
