import { locateFile, type Splits } from "../data/index.js";
import type { WordContext } from "../models/index.js";
import { WordTokenizer } from "../student/index.js";
import { Random, RecipeError } from "../tensor/index.js";
import {
  coverageOf,
  embeddingStart,
  TextEncoder,
  Vocabulary,
  type Coverage,
  type TextPreparation,
} from "../text/index.js";
import { KeyedVectors } from "../words/index.js";
import type { ResolvedNetwork, ResolvedRecipe } from "./recipe/index.js";
import { trainedVectors, type TrainedVectorsOptions } from "./trained-vectors.js";

/** The words of a run. */
export interface RunWords {
  readonly preparation: TextPreparation;
  /** What a network's words start from. */
  readonly contextOf: (network: ResolvedNetwork) => WordContext;
  /** How much of the vocabulary has a vector, by the vectors' name. */
  readonly coverage: ReadonlyMap<string, Coverage>;
}

/** What `embedding` of a network says of its start. */
interface Start {
  readonly vectors?: boolean | string;
  readonly size?: number;
}

const startOf = (network: ResolvedNetwork): Start =>
  ("embedding" in network ? (network.embedding as Start | undefined) : undefined) ?? {};
const keyOf = ({ vectors = false, size }: Start): string => `${String(vectors)} ${size ?? "all"}`;

/**
 * Chooses the vocabulary of a run by its training texts, and makes the matrices that its networks' words start from.
 * @param networks those that may start from vectors
 * @param given    the preparation of an earlier run's teacher, whose words are the student's too
 * @throws RecipeError if a network asks for vectors that the recipe does not train
 */
export async function loadRunWords(
  recipe: Pick<ResolvedRecipe, "data" | "seed" | "folder">,
  { train }: Splits,
  networks: readonly ResolvedNetwork[],
  given: TextPreparation | undefined,
  options: Omit<TrainedVectorsOptions, "trainingTexts"> = {},
): Promise<RunWords> {
  const { data, seed, folder } = recipe;
  const { texts } = train.text!;
  const loaded = new Map<boolean | string, KeyedVectors>();
  const vectorsOf = async (name: true | string): Promise<KeyedVectors> => {
    const known = loaded.get(name);
    if (known) return known;
    const made =
      name === true
        ? await trainedVectors(withVectors(recipe), { ...options, trainingTexts: texts })
        : await KeyedVectors.load(await locateFile(name, folder, "embedding.vectors"));
    loaded.set(name, made);
    return made;
  };
  const preparation = given ?? (await choosePreparation(data, texts, () => vectorsOf(true)));
  const count = new Vocabulary(preparation.words, []).size;
  const starts = new Map<string, WordContext>();
  for (const start of networks.map(startOf)) {
    const { vectors: name = false, size } = start;
    if (name === false || starts.has(keyOf(start))) continue;
    const random = new Random(seed).fork("embedding");
    const vectors = await embeddingStart(preparation.words, await vectorsOf(name), { size, random });
    starts.set(keyOf(start), { count, vectors });
  }
  const tokenizer = new WordTokenizer(preparation.tokenizer);
  const vocabulary = Vocabulary.of(texts.map((text) => tokenizer.tokenize(text)));
  return {
    preparation,
    contextOf: (network) => starts.get(keyOf(startOf(network))) ?? { count },
    coverage: new Map([...loaded].map(([name, vectors]) => [nameOf(name), coverageOf(vocabulary, vectors)])),
  };
}

const nameOf = (vectors: boolean | string): string => (typeof vectors === "string" ? vectors : "data.vectors");

function withVectors<R extends Pick<ResolvedRecipe, "data">>(recipe: R): R {
  if (recipe.data.vectors) return recipe;
  throw new RecipeError(
    "embedding.vectors is true, but the recipe trains no vectors. Set data.vectors, or name a file of vectors.",
  );
}

async function choosePreparation(
  { tokenizer, vocabulary, maxLength }: ResolvedRecipe["data"],
  texts: readonly string[],
  ownVectors: () => Promise<KeyedVectors>,
): Promise<TextPreparation> {
  const words = new WordTokenizer(tokenizer);
  const further = vocabulary.vectors ? (await ownVectors()).words : [];
  const chosen = Vocabulary.of(
    texts.map((text) => words.tokenize(text).slice(0, maxLength)),
    { minCount: vocabulary.minCount, maxWords: vocabulary.maxWords, further },
  );
  return { shape: ["length"], tokenizer: words.options, words: chosen.words, maxLength };
}

/** Data sets whose texts have the numbers of their words. */
export function encodeSplits({ train, validation, test }: Splits, preparation: TextPreparation): Splits {
  const encoder = new TextEncoder(preparation);
  return {
    train: encoder.encodeAll(train),
    validation: encoder.encodeAll(validation),
    test: encoder.encodeAll(test),
  };
}
