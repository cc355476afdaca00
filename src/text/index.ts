export { balancedClassWeights } from "./class-weights.js";
export { coverageOf, type Coverage } from "./coverage.js";
export { embeddingStart, type EmbeddingStart, type EmbeddingStartOptions } from "./embedding-start.js";
export { padded, prepareTexts, TextEncoder, type TextPreparation } from "./text-preparation.js";
export { Vocabulary, type VocabularyOptions } from "./vocabulary.js";
