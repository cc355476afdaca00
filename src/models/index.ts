export type { Architecture } from "./architecture.js";
export { architectures, buildModel, depthsOf, type ModelOptions, type NamedModel } from "./build-model.js";
export { modelInput, type Classifier, type ModelContext, type WordContext, type ModelOutput } from "./classifier.js";
export type { LayerTools } from "./layer-tools.js";
export type { NetworkParts } from "./network-parts.js";
export type { ModelFunction } from "./model-function.js";
