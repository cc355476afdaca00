import { z } from "zod";
import { typescriptOnly } from "./typescript-only.js";

/** Options of `data` that are of texts. */
export const textOptions = {
  text: z.string().optional().describe("csv, jsonl, json: the column of texts to learn from"),
  tokenizer: z
    .strictObject({
      lowercase: z.boolean().default(true).describe("Turn capitals into small letters"),
      numbers: z.enum(["keep", "mask", "drop"]).default("keep").describe("mask makes each number the word <number>"),
      addresses: z.enum(["keep", "mask", "drop"]).default("mask").describe("mask makes them <url> and <email>"),
      punctuation: z.boolean().default(false).describe("Make each punctuation mark and symbol a word of its own"),
    })
    .prefault({})
    .describe("How texts become words"),
  vocabulary: z
    .strictObject({
      minCount: z.int().min(1).default(1).describe("Words that the training texts have less often are unknown"),
      maxWords: z.int().min(1).optional().describe("Keep so many words, the most frequent"),
      vectors: z
        .boolean()
        .default(false)
        .describe("Also know words that have a vector in data.vectors but are in no training text"),
    })
    .prefault({}),
  maxLength: z
    .int()
    .min(1)
    .max(1 << 20)
    .default(256)
    .describe("Only the first so many words of a text count"),
  vectors: z
    .strictObject({
      text: z
        .array(
          z.union([z.string().min(1), z.custom<TextFunction>(isFunction, "expected a function").meta(typescriptOnly)], {
            error: "expected a path, or in TypeScript a function that gives texts",
          }),
        )
        .default([])
        .describe("Text files and folders to learn from; npm:package/path too"),
      training: z.boolean().default(true).describe("Learn from the training texts too"),
      size: z.int().min(1).default(100).describe("Numbers a word"),
      window: z.int().min(1).default(5).describe("Words to each side that count as context, at most"),
      epochs: z.int().min(1).default(5),
      minCount: z.int().min(1).default(5).describe("Words that occur less often get no vector"),
      algorithm: z.enum(["skip-gram", "cbow"]).default("skip-gram"),
    })
    .optional()
    .describe("Word vectors that are trained before the networks, which start from them: embedding.vectors"),
};

/**
 * Gives the texts of a corpus whose files are no plain text.
 * @param locate the absolute path that a path of a recipe means, as "npm:package/folder"
 */
export type TextFunction = (locate: (reference: string) => Promise<string>) => AsyncIterable<string> | Iterable<string>;

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}
