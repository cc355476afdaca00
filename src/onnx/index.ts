export { readModel, type OnnxModel } from "./read-model.js";
export { writeModel, type WriteModelOptions } from "./write-model.js";
