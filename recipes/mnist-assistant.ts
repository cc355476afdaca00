import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// A teacher assistant of a size between teacher and student (Mirzadeh et al. 2020, arXiv:1902.03393).
export default defineRecipe({
  name: "mnist-assistant",
  data: { ...mnist, validation: 5000 },
  ...resnets,
  method: [{ name: "assistant", assistants: 1 }],
});
