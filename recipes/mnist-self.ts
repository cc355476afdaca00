import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// Self-distillation: two generations after the baseline, each born again from the one before (Furlanello et al. 2018,
// arXiv:1805.04770). No teacher is trained; the figures of all generations together are told too.
export default defineRecipe({
  name: "mnist-self",
  data: { ...mnist, validation: 5000 },
  student: resnets.student,
  training: resnets.training,
  method: [{ name: "born-again", generations: 2 }],
});
