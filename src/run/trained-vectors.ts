import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { locateFile } from "../data/index.js";
import { KeyedVectors, openText, Word2Vec, type TextPiece } from "../words/index.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import { cacheFolder } from "./teacher-outputs.js";

export interface TrainedVectorsOptions {
  /** What the recipe's networks train on. */
  readonly trainingTexts: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly onMessage?: ((message: string) => void) | undefined;
}

/**
 * The word vectors that a recipe trains before its networks, on one thread, so that the same seed gives the same bytes.
 * They are kept in Limbeck's cache under a key made of the text and the options; a damaged or unwritable cache costs time,
 * no more.
 * @throws LimbeckError if a text cannot be read, or holds too few words
 */
export async function trainedVectors(
  { data, seed, folder }: Pick<ResolvedRecipe, "data" | "seed" | "folder">,
  { trainingTexts, signal, onMessage }: TrainedVectorsOptions,
): Promise<KeyedVectors> {
  const { text: sources, training, ...options } = data.vectors!;
  const pieces = textPieces(sources, training ? trainingTexts : [], folder);
  const hash = createHash("sha256").update(JSON.stringify([options, data.tokenizer, seed]));
  const held: TextPiece[] = [];
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    hash.update(piece as string | Uint8Array).update("\0");
    held.push(piece);
  }
  const cache = join(cacheFolder(), "vectors");
  const path = join(cache, `${hash.digest("hex")}.safetensors`);
  const cached = await KeyedVectors.load(path).catch(() => undefined);
  if (cached) return cached;
  const start = performance.now();
  const { vectors, facts } = await Word2Vec.train(held, {
    ...options,
    tokenizer: data.tokenizer,
    seed,
    threads: 1,
    signal,
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  onMessage?.(`Trained vectors of ${vectors.length} words on ${facts.words} words of text in ${seconds} s.`);
  await mkdir(cache, { recursive: true })
    .then(() => vectors.save(path))
    .catch(() => undefined); // without a cache they are trained again next time
  return vectors;
}

/** All text, piece by piece. */
async function* textPieces(
  sources: NonNullable<ResolvedRecipe["data"]["vectors"]>["text"],
  trainingTexts: readonly string[],
  folder: string,
): AsyncGenerator<TextPiece> {
  const locate = (reference: string): Promise<string> => locateFile(reference, folder, "data.vectors.text");
  for (const source of sources) {
    if (typeof source === "function") yield* source(locate);
    else yield* (await openText({ paths: [await locate(source)] })).pieces;
  }
  yield* trainingTexts;
}
