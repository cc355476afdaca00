export { WordTokenizer, type WordTokenizerOptions } from "./word-tokenizer.js";
