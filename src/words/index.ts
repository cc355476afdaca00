export { describeVectors, type VectorFacts } from "./describe.js";
export type { AnalogyOptions, AnalogyScore, AnalogyScores } from "./evaluation/analogies.js";
export type { Correlation } from "./evaluation/correlation.js";
export type { WordPairOptions, WordPairScores } from "./evaluation/word-pairs.js";
export type { SaveOptions } from "./formats/index.js";
export { writtenFormats, type WrittenFormat } from "./formats/written-formats.js";
export { KeyedVectors, type KeyedVectorsOptions } from "./keyed-vectors.js";
export { ApproximateIndex, type IndexOptions } from "./queries/approximate-index.js";
export type { MeanVectorOptions } from "./queries/mean-vector.js";
export type { CosmulOptions } from "./queries/most-similar-cosmul.js";
export type { MostSimilarOptions } from "./queries/most-similar.js";
export type { Term } from "./queries/terms.js";
export type { Similar } from "./queries/top-scores.js";
export type { Vector } from "./queries/vector.js";
export { Float32Rows, Int8Rows, type Rows } from "./rows.js";
export { SubwordVectors, type SubwordOptions } from "./subword-vectors.js";
export { UnknownWordError } from "./unknown-word-error.js";
export type { VectorTable } from "./vector-table.js";
export { WordTable } from "./word-table.js";
export { openText } from "./training/corpus/open-text.js";
export type { TextPiece, TextSource } from "./training/corpus/text-source.js";
export type { TrainingFacts } from "./training/model-data.js";
export type { PhraseOptions } from "./training/phrases/phrase-options.js";
export { Phrases, type Phrase } from "./training/phrases/phrases.js";
export type { RunOptions, Word2VecProgress } from "./training/run-options.js";
export {
  algorithms,
  type Algorithm,
  type Word2VecOptions,
  type Word2VecSettings,
} from "./training/training-options.js";
export { Word2Vec, type Word2VecTrainOptions } from "./training/word2vec.js";
export { pca, type PrincipalComponents } from "./projection/pca.js";
export { projectWords, type ProjectionOptions, type WordVectors } from "./projection/project-words.js";
export {
  projectionMethods,
  type ProjectionMethod,
  type WordGroup,
  type WordMap,
  type WordPoint,
} from "./projection/word-map.js";
