/** Formats that vectors are saved in. */
export const writtenFormats = ["word2vec-binary", "word2vec-text", "glove", "safetensors"] as const;
export type WrittenFormat = (typeof writtenFormats)[number];
