/** Texts, and what a model sees of them. */
export interface TextSamples {
  /** `[samples]` */
  readonly texts: readonly string[];
  /** The numbers of their words, one text behind the other; none before a vocabulary is chosen. */
  readonly words: Int32Array;
  /** `[samples]`, where each text ends in `words`. */
  readonly ends: Int32Array;
}

/** The shape of a text: so many words as it has. */
export const textShape = ["length"] as const;

/** Texts whose words have no numbers yet. */
export const plainTexts = (texts: readonly string[]): TextSamples => ({
  texts,
  words: new Int32Array(0),
  ends: new Int32Array(texts.length),
});

/** Texts and the numbers of the words of each. */
export function numberedTexts(texts: readonly string[], numbers: readonly ArrayLike<number>[]): TextSamples {
  const words = new Int32Array(numbers.reduce((sum, { length }) => sum + length, 0));
  const ends = new Int32Array(texts.length);
  let end = 0;
  numbers.forEach((text, i) => {
    words.set(text, end);
    ends[i] = end += text.length;
  });
  return { texts, words, ends };
}

/** The numbers of the words of one text. */
export const wordsOf = ({ words, ends }: TextSamples, sample: number): Int32Array =>
  words.subarray(sample === 0 ? 0 : ends[sample - 1]!, ends[sample]!);

/** The texts at the given places, in that order. */
export function pickTexts(text: TextSamples, indices: ArrayLike<number>): TextSamples {
  const places = Array.from(indices);
  return numberedTexts(
    places.map((i) => text.texts[i]!),
    places.map((i) => wordsOf(text, i)),
  );
}

/** How many words each text has, `[samples]`. */
export const textLengths = ({ ends }: TextSamples): Int32Array => ends.map((end, i) => end - (ends[i - 1] ?? 0));
