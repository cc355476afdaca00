import { defineRecipe } from "limbeck";
import { mnist } from "./data/mnist.js";
import { resnets } from "./data/resnets.js";

// Online: two students learn at once, each from the labels and from the other (Zhang et al. 2018, arXiv:1706.00384).
export default defineRecipe({
  name: "mnist-online",
  data: { ...mnist, validation: 5000 },
  student: resnets.student,
  training: resnets.training,
  method: [{ name: "dml", peers: 2 }],
});
