export { writeModel, type WriteModelOptions } from "./write-model.js";
