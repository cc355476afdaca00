import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// Several teachers: the student learns the mean of what two of them say.
export default defineRecipe({
  name: "mnist-teachers",
  data: { ...mnist, validation: 5000 },
  ...resnets,
  method: [{ name: "averaged-teachers", teachers: 2 }],
});
