import { runtime } from "./generated/runtime.js";

/**
 * A module that holds a packaged student and its runtime: nothing is fetched, nothing evaluated from text. It runs where
 * WebAssembly may not be compiled too, as in Cloudflare Workers, in plain JavaScript there.
 * @param student the bytes of its `.limbeck` file
 */
export const studentModule = (student: Uint8Array): string =>
  [
    "// A student packaged by Limbeck: its words, its weights and all that runs it.",
    runtime,
    `const bytes = Uint8Array.from(atob("${Buffer.from(student).toString("base64")}"), (letter) => letter.charCodeAt(0));`,
    "export const student = await runtime.Student.load(bytes);",
    "export const predict = (sample) => student.predict(sample);",
    "export default student;",
    "",
  ].join("\n");

/** The types of such a module. */
export const studentModuleTypes = (labels: readonly string[]): string => `/** One of the classes. */
export type Label = ${labels.map((label) => JSON.stringify(label)).join(" | ")};

/** What the student says of one sample. */
export interface Prediction {
  /** The most probable class. */
  readonly label: Label;
  /** Of each class; they sum to 1. */
  readonly probabilities: Readonly<Record<Label, number>>;
}

/** A text; pixels 0 to 255, [channels, height, width]; or numbers, by name or in the model's order. */
export type Sample = string | ArrayLike<number> | Readonly<Record<string, number>>;

/** A text that arrives piece by piece. */
export interface TextStream {
  push(text: string): this;
  end(): this;
  readonly prediction: Prediction;
}

export interface Student {
  readonly labels: readonly Label[];
  readonly card: Readonly<Record<string, unknown>>;
  predict(sample: Sample): Prediction;
  predict(samples: readonly Sample[]): Prediction[];
  logits(sample: Sample): Float32Array;
  stream(): TextStream;
}

export const student: Student;
export const predict: Student["predict"];
export default student;
`;
