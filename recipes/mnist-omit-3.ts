import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";

// Hinton, Vinyals, Dean 2015, arXiv:1503.02531, section 3: the student never sees a 3, and yet learns from the teacher's
// soft targets what one looks like. The bias of class 3 is then chosen on validation data, which keeps its threes.
export default defineRecipe({
  name: "mnist-omit-3",
  data: {
    ...mnist,
    validation: 5000,
    omit: ["3"],
  },
  teacher: {
    model: "mlp",
    hidden: [1200, 1200],
    dropout: 0.2,
    augment: [{ name: "jitter", pixels: 2 }],
    training: { epochs: 16 },
  },
  student: { model: "mlp", hidden: [800, 800] },
  method: "soft-targets",
  alpha: 0.1,
  temperature: 20,
  training: {
    epochs: 12,
    batchSize: 128,
    optimizer: { name: "adam", learningRate: 1e-3 },
    schedule: { name: "cosine" },
  },
});
