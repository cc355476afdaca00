import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// Without data: a generator learns to make what the teacher is sure of, and the student learns what the teacher says of it
// (Chen et al. 2019, arXiv:1904.01186). Validation data only choose the epoch.
export default defineRecipe({
  name: "mnist-data-free",
  data: { ...mnist, validation: 5000 },
  ...resnets,
  method: [{ name: "dafl" }],
});
