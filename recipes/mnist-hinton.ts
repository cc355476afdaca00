import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";

// Hinton, Vinyals, Dean 2015, arXiv:1503.02531, section 3: a teacher of two layers with 1200 units, regularised by dropout
// and 2-pixel jitter; a student of two layers with 800 units without either, at T = 20. As in the paper, all 60,000 digits
// are trained on: nothing is chosen, so nothing is held out.
// Of the paper: 67 test errors of the teacher, 146 of the student alone, 74 after distilling.
export default defineRecipe({
  name: "mnist-hinton",
  data: {
    ...mnist,
    validation: 0,
  },
  teacher: {
    model: "mlp",
    hidden: [1200, 1200],
    dropout: 0.2,
    augment: [{ name: "jitter", pixels: 2 }],
    training: { epochs: 100 },
  },
  student: {
    model: "mlp",
    hidden: [800, 800],
    training: { optimizer: { learningRate: 2e-3 } }, // half of it leaves soft targets half learned after 24 epochs
  },
  method: "soft-targets",
  alpha: 0.1,
  temperature: 20,
  training: {
    epochs: 24,
    batchSize: 128,
    optimizer: { name: "adam", learningRate: 1e-3 },
    schedule: { name: "cosine" },
  },
});
