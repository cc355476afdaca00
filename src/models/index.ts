export type { Architecture } from "./architecture.js";
export { architectures, buildModel, type ModelOptions, type NamedModel } from "./build-model.js";
export { modelInput, type Classifier, type ModelContext, type ModelOutput } from "./classifier.js";
export type { LayerTools } from "./layer-tools.js";
export type { ModelFunction } from "./model-function.js";
