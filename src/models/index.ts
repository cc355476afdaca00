export type { Architecture } from "./architecture.js";
export { architectures, buildModel, type ModelOptions } from "./build-model.js";
export { modelInput, type Classifier, type ModelContext, type ModelOutput } from "./classifier.js";
