import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// Feature-based: maps of attention after each stage (Zagoruyko, Komodakis 2017, arXiv:1612.03928) beside soft targets.
export default defineRecipe({
  name: "mnist-feature",
  data: { ...mnist, validation: 5000 },
  ...resnets,
  method: [{ name: "soft-targets" }, { name: "attention-transfer" }],
});
