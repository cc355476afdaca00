import { OptionError } from "../../tensor/index.js";
import { KeyedVectors } from "../keyed-vectors.js";
import type { TextSource } from "./corpus/text-source.js";
import type { ModelData, TrainingFacts } from "./model-data.js";
import { readModel, writeModel } from "./model-file.js";
import { Phrases } from "./phrases/phrases.js";
import type { RunOptions } from "./run-options.js";
import { resumeModel, trainModel, type KnownModel } from "./train-model.js";
import { givenOnly, resolveWord2VecOptions, type Word2VecOptions, type Word2VecSettings } from "./training-options.js";

export interface Word2VecTrainOptions extends Word2VecOptions, RunOptions {
  /**
   * What to go on with: a model, whose options hold where none are given, or vectors from anywhere. Its words stay in the
   * vocabulary and go on from their vectors. A model also has their counts, which are added to those of the text, and the
   * output rows of negative sampling; vectors alone have not: those rows then begin at zero. Hierarchical softmax begins
   * anew, since its tree is another one.
   */
  readonly from?: Word2Vec | KeyedVectors | undefined;
}

/**
 * Word vectors learnt from a text (Mikolov et al. 2013, arXiv:1301.3781 and arXiv:1310.4546).
 *
 *     const model = await Word2Vec.train("corpus.txt", { size: 100, epochs: 5 });
 *     model.vectors.mostSimilar({ positive: ["king", "woman"], negative: ["man"] });
 *     await model.vectors.save("vectors.bin"); // the vectors alone
 *     await model.save("model.safetensors"); // all that it takes to go on with more text
 */
export class Word2Vec {
  readonly #data: ModelData;
  readonly vectors: KeyedVectors;

  private constructor(data: ModelData) {
    this.#data = data;
    const { vocabulary, weights, settings } = data;
    this.vectors = new KeyedVectors({ ...vocabulary, vectors: weights.input, size: settings.size });
  }

  /**
   * Trains on a text, read once: a file, plain or gzip, with a sentence a line; a folder of such files; `-` for standard
   * input; lines, arrays of words or bytes from any iterable.
   * @throws OptionError if an option is wrong, or `from` has vectors of another size
   * @throws DataError if the text leaves no vocabulary
   * @throws FileError, FormatError if it cannot be read or is no text
   */
  static async train(source: TextSource, { from, ...options }: Word2VecTrainOptions = {}): Promise<Word2Vec> {
    const { folder, checkpointSeconds, signal, onRead, onProgress, ...chosen } = options;
    const vectors = from instanceof Word2Vec ? from.vectors : from;
    const inherited = from instanceof Word2Vec ? from.settings : { size: vectors?.size };
    const settings = resolveWord2VecOptions({ ...givenOnly(inherited), ...givenOnly(chosen) });
    if (vectors && settings.size !== vectors.size)
      throw new OptionError(`size: got ${settings.size}, but the vectors to go on with have ${vectors.size}.`);
    const known = from && (from instanceof Word2Vec ? from.#known() : knownVectors(from));
    const run = { folder, checkpointSeconds, signal, onRead, onProgress };
    return new Word2Vec(await trainModel(source, settings, known, run));
  }

  /**
   * Goes on with a training that was broken off. On one thread it ends with the bytes of an unbroken one.
   * @param folder the `folder` of that training
   * @param options any that are given must be those of the training
   * @throws OptionError if one is not
   * @throws FileError, FormatError if the folder holds no sound checkpoint
   */
  static async resume(folder: string, options: Omit<Word2VecTrainOptions, "from" | "folder"> = {}): Promise<Word2Vec> {
    const { checkpointSeconds, signal, onRead, onProgress, ...chosen } = options;
    return new Word2Vec(await resumeModel(folder, chosen, { checkpointSeconds, signal, onRead, onProgress }));
  }

  /**
   * Reads a model, or the checkpoint of one.
   * @throws FormatError if the file holds no model
   * @throws FileError if it cannot be read
   */
  static async load(path: string): Promise<Word2Vec> {
    return new Word2Vec(await readModel(path));
  }

  /** Writes all that it takes to go on with the training: the old file stays until the new one is complete. */
  save(path: string): Promise<void> {
    return writeModel(path, this.#data);
  }

  /** Every option that it was trained with. */
  get settings(): Word2VecSettings {
    return this.#data.settings;
  }

  /** What was found out in training. */
  get facts(): TrainingFacts {
    return this.#data.facts;
  }

  /** The phrases that are single words among the vectors. */
  get phrases(): Phrases {
    return this.#data.phrases;
  }

  #known(): KnownModel {
    const { vocabulary, weights, phrases } = this.#data;
    return { ...vocabulary, weights, phrases };
  }
}

/** Vectors alone: neither counts nor output rows are known. */
function knownVectors(vectors: KeyedVectors): KnownModel {
  const { words, length, size, rows } = vectors;
  const input = new Float32Array(length * size);
  rows.copy(0, length, input);
  const counts = vectors.counts ?? new Float64Array(length);
  return { words, counts, weights: { input, output: undefined, nodes: undefined }, phrases: new Phrases([]) };
}
