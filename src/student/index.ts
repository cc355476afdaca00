export type { StudentModel } from "./model.js";
export { Student, type Prediction, type StudentInput } from "./student.js";
export { StudentError } from "./student-error.js";
export type { TextStream } from "./text-stream.js";
export { WordTokenizer, type WordTokenizerOptions } from "./word-tokenizer.js";
