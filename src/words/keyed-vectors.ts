import { OptionError, ShapeError } from "../tensor/index.js";
import { prune } from "./derive/prune.js";
import { selectWords } from "./derive/select-words.js";
import { slice } from "./derive/slice.js";
import { unitNormed } from "./derive/unit-normed.js";
import { withVectors } from "./derive/with-vectors.js";
import { evaluateWordAnalogies, type AnalogyOptions, type AnalogyScores } from "./evaluation/analogies.js";
import { evaluateWordPairs, type WordPairOptions, type WordPairScores } from "./evaluation/word-pairs.js";
import { readVectors, writeVectors, type SaveOptions } from "./formats/index.js";
import type { WrittenFormat } from "./formats/written-formats.js";
import { lookUp } from "./look-up.js";
import { norms } from "./norms.js";
import { ApproximateIndex, type IndexOptions } from "./queries/approximate-index.js";
import { rankByCentrality } from "./queries/centrality.js";
import { distances } from "./queries/distances.js";
import { meanVector, type MeanVectorOptions } from "./queries/mean-vector.js";
import { mostSimilarCosmul, type CosmulOptions } from "./queries/most-similar-cosmul.js";
import { mostSimilar, type MostSimilarOptions } from "./queries/most-similar.js";
import { nSimilarity } from "./queries/n-similarity.js";
import { closerThan } from "./queries/ranks.js";
import { relativeCosineSimilarity } from "./queries/relative-cosine-similarity.js";
import { RowSearch } from "./queries/row-search.js";
import type { Similar } from "./queries/top-scores.js";
import { cosine, unit, type Vector } from "./queries/vector.js";
import { wordMoversDistance } from "./queries/word-movers-distance.js";
import { Float32Rows, Int8Rows, type Rows } from "./rows.js";
import type { SubwordVectors } from "./subword-vectors.js";
import type { TextSource } from "./training/corpus/text-source.js";
import type { VectorTable } from "./vector-table.js";
import { WordTable } from "./word-table.js";

export interface KeyedVectorsOptions {
  /** Distinct words, in the order of the vectors. */
  readonly words: Iterable<string>;
  /** `[words, size]`, row-major; not copied. */
  readonly vectors: Float32Array | Rows;
  /** Numbers in a vector. */
  readonly size: number;
  /** How often each word occurred, in the order of the words; default unknown. */
  readonly counts?: ArrayLike<number> | undefined;
  /** Vectors of parts of words, for words that are not there. */
  readonly subwords?: SubwordVectors | undefined;
}

/**
 * Words, each with its vector, and the questions that can be put to them. Names and answers follow gensim's KeyedVectors.
 *
 *     const vectors = await KeyedVectors.load("vectors.bin");
 *     vectors.mostSimilar({ positive: ["king", "woman"], negative: ["man"] }); // [{ word: "queen", similarity: 0.71 }, ...]
 *
 * A method that is asked for an unknown word throws UnknownWordError, with a near spelling in its message. A zero vector
 * has the similarity 0 to everything (gensim: NaN in some methods).
 */
export class KeyedVectors implements VectorTable {
  readonly words: WordTable;
  readonly rows: Rows;
  readonly counts: Float64Array | undefined;
  readonly subwords: SubwordVectors | undefined;
  #norms: Float32Array | undefined;
  #search: RowSearch | undefined;

  /**
   * @throws OptionError if a word occurs twice
   * @throws ShapeError if there are not as many vectors, or counts, as words
   */
  constructor({ words, vectors, size, counts, subwords }: KeyedVectorsOptions) {
    this.words = words instanceof WordTable ? words : distinct(words);
    this.rows = vectors instanceof Float32Array ? new Float32Rows(vectors, size) : vectors;
    this.counts = counts === undefined || counts instanceof Float64Array ? counts : Float64Array.from(counts);
    this.subwords = subwords;
    if (this.rows.length !== this.length || this.rows.size !== size)
      throw new ShapeError(
        `KeyedVectors: ${this.length} words of size ${size} need [${this.length}, ${size}] numbers, got ` +
          `[${this.rows.length}, ${this.rows.size}].`,
      );
    if (this.counts && this.counts.length !== this.length)
      throw new ShapeError(`KeyedVectors: ${this.length} words need as many counts, got ${this.counts.length}.`);
  }

  /**
   * Reads vectors from a file; its content tells the format.
   * @throws FormatError if the file is damaged or of no known format
   * @throws DataError if a vector holds NaN or an infinite number
   * @throws FileError if it cannot be read
   */
  static async load(path: string): Promise<KeyedVectors> {
    const { words, rows, counts, subwords } = await readVectors(path);
    const vectors = new KeyedVectors({ words, vectors: rows, size: rows.size, counts, subwords });
    vectors.#norms = norms(vectors, path);
    return vectors;
  }

  /** Writes the vectors to a file, in the format that its name tells; the old file stays until the new one is complete. */
  save(path: string, options?: SaveOptions): Promise<WrittenFormat> {
    return writeVectors(path, this, options);
  }

  /** How many words there are. */
  get length(): number {
    return this.words.length;
  }

  /** Numbers in a vector. */
  get size(): number {
    return this.rows.size;
  }

  /** The length of each vector, `[words]`; worked out when first asked for. */
  get norms(): Float32Array {
    return (this.#norms ??= norms(this, "KeyedVectors"));
  }

  /** What finds the nearest vectors: queries are put to it. */
  get search(): RowSearch {
    return (this.#search ??= new RowSearch(this.rows, this.norms));
  }

  /** Whether there is a vector for a word, its own or one made up of its parts. */
  has(word: string): boolean {
    return this.words.has(word) || this.subwords !== undefined;
  }

  /** The place of a word, from 0. */
  indexOf(word: string): number {
    return lookUp(this.words, word);
  }

  /** The word at a place. */
  wordAt(index: number): string {
    return this.words.at(index);
  }

  /**
   * A copy of a word's vector; of an unknown word that of its parts, where there are vectors of parts.
   * @param options.normalize whether it is brought to length 1; default false
   */
  getVector(word: string, { normalize = false }: { readonly normalize?: boolean } = {}): Float32Array {
    const vector =
      this.subwords && !this.words.has(word) ? this.subwords.vectorOf(word) : this.#rowAt(this.indexOf(word));
    return normalize ? unit(vector) : vector;
  }

  /** Copies of the vectors of some words. */
  getVectors(words: readonly string[], options: { readonly normalize?: boolean } = {}): Float32Array[] {
    return words.map((word) => this.getVector(word, options));
  }

  /** The weighted mean of words and vectors. */
  getMeanVector(of: readonly (string | Vector)[], options?: MeanVectorOptions): Float32Array {
    return meanVector(this, of, options);
  }

  /** The words nearest to a sum of words and vectors. */
  mostSimilar(options: MostSimilarOptions): Similar[] {
    return mostSimilar(this, options);
  }

  /** The words nearest to positive and farthest from negative words, by the multiplicative rule of Levy and Goldberg. */
  mostSimilarCosmul(options: CosmulOptions): Similar[] {
    return mostSimilarCosmul(this, options);
  }

  /** An index that answers `mostSimilar` nearly as well without looking at every vector; needs the package usearch. */
  buildIndex(options?: IndexOptions): Promise<ApproximateIndex> {
    return ApproximateIndex.build(this, options);
  }

  /** The words nearest to a word. */
  similarByWord(word: string, options: Omit<MostSimilarOptions, "positive" | "negative"> = {}): Similar[] {
    return mostSimilar(this, { ...options, positive: [word] });
  }

  /** The words nearest to a vector. */
  similarByVector(vector: Vector, options: Omit<MostSimilarOptions, "positive" | "negative"> = {}): Similar[] {
    return mostSimilar(this, { ...options, positive: [vector] });
  }

  /** The one of some words that is most similar to a word. */
  mostSimilarToGiven(word: string, others: readonly string[]): string {
    if (others.length === 0) throw new OptionError("mostSimilarToGiven: there is no word to choose from.");
    return others.reduce((best, other) => (this.similarity(word, other) > this.similarity(word, best) ? other : best));
  }

  /** The cosine of the angle between two words. */
  similarity(word: string, other: string): number {
    return cosine(this.getVector(word), this.getVector(other));
  }

  /** The cosine of the means of two sets of words; unknown ones are left out. */
  nSimilarity(first: readonly string[], second: readonly string[]): number {
    return nSimilarity(this, first, second);
  }

  /** 1 - the cosine of the angle between two words. */
  distance(word: string, other: string): number {
    return 1 - this.similarity(word, other);
  }

  /** 1 - the cosine, from a word or vector to each of some words; default to all, in their order. */
  distances(from: string | Vector, words?: readonly string[]): Float32Array {
    return distances(this, from, words);
  }

  /** The word that fits least with the others; unknown ones are left out. */
  doesntMatch(words: readonly string[]): string {
    return rankByCentrality(this, words, true).at(-1)!.word;
  }

  /**
   * Words by their similarity to the mean of them all, the most central first; unknown ones are left out.
   * @param options.normalize whether vectors are brought to length 1 first; default true
   */
  rankByCentrality(words: readonly string[], { normalize = true }: { readonly normalize?: boolean } = {}): Similar[] {
    return rankByCentrality(this, words, normalize);
  }

  /** The words that are closer to a word than another is, in the order of the vocabulary. */
  closerThan(word: string, other: string): string[] {
    return closerThan(this, word, other);
  }

  /** The place of another word among all, the nearest to a word first; the nearest has rank 1. */
  rank(word: string, other: string): number {
    return closerThan(this, word, other).length + 1;
  }

  /** How near two words are, relative to the nearest words of the first. */
  relativeCosineSimilarity(word: string, other: string, { topn = 10 }: { readonly topn?: number } = {}): number {
    return relativeCosineSimilarity(this, word, other, topn);
  }

  /**
   * The word mover's distance of two texts; infinite if one has no known word.
   * @param options.normalize whether vectors are brought to length 1 first; default true
   */
  wmdistance(
    first: readonly string[],
    second: readonly string[],
    { normalize = true }: { readonly normalize?: boolean } = {},
  ): number {
    return wordMoversDistance(this, first, second, normalize);
  }

  /** Asks the questions of a file, "Athens is to Greece as Berlin is to ?", and counts the right answers. */
  evaluateWordAnalogies(path: string, options?: AnalogyOptions): Promise<AnalogyScores> {
    return evaluateWordAnalogies(this, path, options);
  }

  /** How well cosines agree with people's judgements of pairs of words in a file. */
  evaluateWordPairs(path: string, options?: WordPairOptions): Promise<WordPairScores> {
    return evaluateWordPairs(this, path, options);
  }

  /** A copy with all vectors at length 1; a zero vector stays what it is. */
  unitNormed(): KeyedVectors {
    return new KeyedVectors(unitNormed(this));
  }

  /** A copy in a quarter of the memory: int8 with a scale each, nearly as good to search in. */
  toInt8(): KeyedVectors {
    const { words, rows, size, counts, subwords } = this;
    return new KeyedVectors({ words, vectors: Int8Rows.from(rows), size, counts, subwords });
  }

  /** The words from a place up to another, as `Array.slice` takes them; vectors are shared, not copied. */
  slice(start = 0, end = this.length): KeyedVectors {
    return new KeyedVectors(slice(this, start, end));
  }

  /** The vectors of the words that a text (a file, a folder, "-" for standard input, or pieces of text) uses. */
  async prune(text: TextSource, { signal }: { readonly signal?: AbortSignal } = {}): Promise<KeyedVectors> {
    return new KeyedVectors(await prune(this, text, signal));
  }

  /**
   * Vectors of some words, each once, in the order in which they are named; unknown ones are left out.
   * @param options.allowInference whether those of unknown words are made up of their parts, where that can be; default true
   */
  vectorsForAll(
    words: Iterable<string>,
    { allowInference = true }: { readonly allowInference?: boolean } = {},
  ): KeyedVectors {
    return new KeyedVectors(selectWords(this, words, allowInference));
  }

  /**
   * These vectors and further ones behind them, as a copy without counts.
   * @param options.replace whether a word that is there gets the new vector; default it keeps the old one
   */
  withVectors(
    words: readonly string[],
    vectors: readonly Vector[],
    { replace = false }: { readonly replace?: boolean } = {},
  ): KeyedVectors {
    return new KeyedVectors(withVectors(this, words, vectors, replace));
  }

  #rowAt(index: number): Float32Array {
    const vector = new Float32Array(this.size);
    this.rows.copy(index, index + 1, vector);
    return vector;
  }
}

/** @throws OptionError if a word occurs twice */
function distinct(words: Iterable<string>): WordTable {
  const table = new WordTable();
  for (const word of words) {
    if (!table.add(word)) throw new OptionError(`KeyedVectors: ${JSON.stringify(word)} occurs twice among the words.`);
  }
  return table;
}
