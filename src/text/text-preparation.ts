import { type Dataset, type Prepare } from "../data/index.js";
import { numberedTexts, type textShape, wordsOf } from "../data/index.js";
import { WordTokenizer, type WordTokenizerOptions } from "../student/index.js";
import { DataError } from "../tensor/index.js";
import { Vocabulary } from "./vocabulary.js";

/** How texts become what a network sees, as plain data: stored with the model and applied again to new texts. */
export interface TextPreparation {
  readonly shape: typeof textShape;
  readonly tokenizer: Required<WordTokenizerOptions>;
  /** The first has the number 2; see Vocabulary. */
  readonly words: readonly string[];
  /** Only the first so many words of a text count. */
  readonly maxLength: number;
}

/** Turns texts into the numbers of their words. */
export class TextEncoder {
  readonly #tokenizer: WordTokenizer;
  readonly #vocabulary: Vocabulary;

  constructor(readonly preparation: TextPreparation) {
    this.#tokenizer = new WordTokenizer(preparation.tokenizer);
    this.#vocabulary = new Vocabulary(preparation.words, []);
  }

  /** The numbers of a text's words; of a text without words none. */
  encode(text: string): Int32Array {
    const words = this.#tokenizer.tokenize(text);
    return this.#vocabulary.numbersOf(words.slice(0, this.preparation.maxLength));
  }

  /** A data set of texts whose words have numbers. */
  encodeAll(dataset: Dataset): Dataset {
    if (!dataset.text) throw new DataError("The model is of texts, but the data holds none. Name their column: text.");
    const { texts } = dataset.text;
    return {
      ...dataset,
      text: numberedTexts(
        texts,
        texts.map((text) => this.encode(text)),
      ),
    };
  }
}

/** Batches of numbered texts: `[indices.length, length]`, each filled up with 0 to the longest, at least one word long. */
export const prepareTexts: Prepare = ({ text }, indices) => {
  const chosen = Array.from(indices, (index) => wordsOf(text!, index));
  return padded(chosen);
};

/** Texts one below the other, `[texts, length]`, each filled up with 0 to the longest, at least one word long. */
export function padded(texts: readonly Int32Array[]): Int32Array {
  const length = texts.reduce((longest, text) => Math.max(longest, text.length), 1);
  const rows = new Int32Array(texts.length * length);
  texts.forEach((text, i) => rows.set(text, i * length));
  return rows;
}
