import * as z from "zod";
import { FormatError } from "../../tensor/index.js";
import type { ModelData } from "./model-data.js";
import type { Phrase } from "./phrases/phrases.js";
import { resolveWord2VecOptions, type Word2VecOptions } from "./training-options.js";

/** What the metadata of a model file holds. */
export interface ModelFacts extends Pick<ModelData, "settings" | "facts" | "unfinished"> {
  readonly phrases: readonly (readonly Phrase[])[];
}

const count = z.int().min(0);
const schema = z.object({
  format: z.literal(1),
  settings: z.looseObject({ size: count }),
  facts: z.object({
    words: count,
    sentences: count,
    invalidSequences: count,
    seconds: z.number().min(0),
    loss: z.number().nullable(),
  }),
  phrases: z.array(z.array(z.object({ first: z.string(), second: z.string(), score: z.number() }))),
  unfinished: z
    .object({
      position: z.object({ task: count, states: z.array(z.string()), losses: z.array(z.array(z.number())) }),
      spool: z.object({ ids: count, sentences: count, words: count, rawWords: count }),
    })
    .optional(),
});

export const modelFactsText = (facts: ModelFacts): string => JSON.stringify({ format: 1, ...facts });

/**
 * Reads the facts of a model back.
 * @throws FormatError if they are no facts of a model
 */
export function parseModelFacts(text: string, path: string): ModelFacts {
  try {
    const { settings, facts, phrases, unfinished } = schema.parse(JSON.parse(text));
    return {
      settings: resolveWord2VecOptions(settings as Word2VecOptions),
      facts: { ...facts, loss: facts.loss ?? NaN }, // JSON has no NaN
      phrases,
      unfinished,
    };
  } catch (cause) {
    throw new FormatError(`${path}: the model is damaged, or of another Limbeck: ${reason(cause)}`, { cause });
  }
}

const reason = (error: unknown): string =>
  error instanceof z.ZodError
    ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}.`).join(" ")
    : (error as Error).message;
