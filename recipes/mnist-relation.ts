import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// Relation-based: distances and angles between the samples of a batch (Park et al. 2019, arXiv:1904.05068) beside soft
// targets.
export default defineRecipe({
  name: "mnist-relation",
  data: { ...mnist, validation: 5000 },
  ...resnets,
  method: [{ name: "soft-targets" }, { name: "rkd" }],
});
