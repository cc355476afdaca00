import type { StudentModel } from "../../src/student/model.js";
import type { StudentContent } from "../../src/student/student-file.js";
import { toFloat16 } from "../../src/student/float16.js";
import type { Weight, WeightType } from "../../src/student/weights.js";
import { reference } from "../reference.js";

/** A small student with PyTorch's answers. */
export interface Case {
  readonly name: string;
  readonly input: { readonly kind: "text" | "image" | "numbers" } & Record<string, unknown>;
  readonly layers: StudentModel["layers"];
  readonly weights: Readonly<Record<string, { readonly shape: number[]; readonly data: number[] }>>;
  /** Words as places in the table, or numbers. */
  readonly samples: readonly number[][];
  readonly logits: readonly number[][];
}

export const cases = reference<{ cases: Case[] }>("student/models.json").cases;

/** The words of the cases' tables, without padding and the unknown one. */
export const vocabulary = ["zero", "one", "two", "three", "four", "five", "six"];

/** A text whose words stand at these places; 1 is a word that nobody knows. */
export const textOf = (places: readonly number[]): string =>
  places.map((place) => (place === 1 ? "unheard" : vocabulary[place - 2])).join(" ");

/** What would be packed, each weight kept as `type`. */
export function contentOf(
  { name, input, layers, weights, logits }: Case,
  type: WeightType = "float32",
): StudentContent {
  const text = {
    tokenizer: { lowercase: true, numbers: "keep", addresses: "mask", punctuation: false },
    maxLength: 20,
  };
  return {
    model: {
      labels: logits[0]!.map((_, i) => `class ${i}`),
      input: (input.kind === "text" ? { ...input, ...text } : input) as unknown as StudentModel["input"],
      layers,
      card: { name },
    },
    vocabulary: input.kind === "text" ? vocabulary : [],
    weights: new Map(Object.entries(weights).map(([key, { shape, data }]) => [key, weightOf(shape, data, type)])),
  };
}

function weightOf(shape: number[], values: number[], type: WeightType): Weight {
  if (type === "float32" || shape.length === 1) return { type: "float32", shape, data: Float32Array.from(values) };
  if (type === "float16") return { type, shape, data: Uint16Array.from(values, toFloat16) };
  const length = values.length / shape[0]!;
  const scales = Float32Array.from({ length: shape[0]! }, (_, row) => {
    const largest = Math.max(...values.slice(row * length, (row + 1) * length).map(Math.abs));
    return largest / 127 || 1;
  });
  return {
    type,
    shape,
    data: Int8Array.from(values, (x, i) => Math.round(x / scales[Math.floor(i / length)]!)),
    scales,
  };
}
