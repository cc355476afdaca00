/** The number that stands in a spool after the last word of a sentence. */
export const sentenceEnd = -1;

/** A longer sentence is cut, as gensim and the C tool do. Words. */
export const longestSentence = 10_000;
