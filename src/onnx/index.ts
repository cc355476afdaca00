export { inferShapes } from "./infer-shapes.js";
export { quantizeInt8, type QuantizedWeight } from "./quantize-int8.js";
export { readModel, type OnnxModel } from "./read-model.js";
export { type ModelSummary, type NodeSummary, summarizeModel } from "./summarize-model.js";
export { writeModel, type WriteModelOptions } from "./write-model.js";
