import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// Residual networks: a student with fewer layers and a third of the width, so about a tenth of the parameters.
export default defineRecipe({
  name: "mnist-resnet",
  data: {
    ...mnist,
    validation: 5000,
  },
  ...resnets,
  method: "soft-targets",
});
