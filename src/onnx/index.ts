export { quantizeInt8, type QuantizedWeight } from "./quantize-int8.js";
export { readModel, type OnnxModel } from "./read-model.js";
export { writeModel, type WriteModelOptions } from "./write-model.js";
