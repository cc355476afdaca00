export { Activation, activations, findActivation, type ActivationName } from "./activations.js";
export { Dropout } from "./dropout.js";
export { Flatten } from "./flatten.js";
export { gradientsOf } from "./gradients.js";
export { constantParameter, normalParameter, uniformParameter } from "./initialize.js";
export { Linear, type LinearOptions } from "./linear.js";
export { Module } from "./module.js";
export { inferencePass, trainingPass, withOwnTaps, type Pass, type PassRandom, type RecordedPass } from "./pass.js";
export { Sequential } from "./sequential.js";
