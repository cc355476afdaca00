import { firstWord, unknownWord, type StudentModel } from "./model.js";
import { buildNetwork, type Network } from "./network/build-network.js";
import { softmax } from "./network/pooling.js";
import { StudentError } from "./student-error.js";
import { readStudentFile } from "./student-file.js";
import { TextStream } from "./text-stream.js";
import { WordTokenizer } from "./word-tokenizer.js";

/** What a student says of one sample. */
export interface Prediction {
  /** The most probable class. */
  readonly label: string;
  /** Of each class; they sum to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
}

/** One sample: a text; pixels 0 to 255, `[channels, height, width]`; or numbers, by name or in the model's order. */
export type StudentInput = string | ArrayLike<number> | Readonly<Record<string, number>>;

/**
 * A packaged student. Loading takes a moment, answering microseconds, without waiting for anything.
 *
 *   const student = await Student.load("/spam.limbeck"); // an address, or the bytes
 *   student.predict("this movie is fun"); // { label: "positive", probabilities: { negative: 0.03, positive: 0.97 } }
 */
export class Student {
  readonly model: StudentModel;
  readonly #network: Network;
  readonly #tokenizer: WordTokenizer | undefined;
  readonly #places: ReadonlyMap<string, number>;

  private constructor(model: StudentModel, network: Network, vocabulary: readonly string[]) {
    this.model = model;
    this.#network = network;
    this.#tokenizer = model.input.kind === "text" ? new WordTokenizer(model.input.tokenizer) : undefined;
    this.#places = new Map(vocabulary.map((word, i) => [word, i + firstWord]));
  }

  /**
   * @param source the bytes of a `.limbeck` file, or where to fetch it
   * @throws StudentError if it cannot be fetched, or is damaged or no student
   */
  static async load(source: Uint8Array | ArrayBuffer | string | URL): Promise<Student> {
    const content = readStudentFile(await bytesOf(source));
    return new Student(content.model, await buildNetwork(content), content.vocabulary);
  }

  /** The classes, in the order of the model. */
  get labels(): readonly string[] {
    return this.model.labels;
  }

  /** Where the student comes from. */
  get card(): Readonly<Record<string, unknown>> {
    return this.model.card;
  }

  /**
   * Classifies one sample, or a list of them. A text without a known word gets an answer too: what the model thinks of
   * texts at large.
   * @throws StudentError if the sample is not of the kind that the student reads, or of another size
   */
  predict(sample: StudentInput): Prediction;
  predict(samples: readonly StudentInput[]): Prediction[];
  predict(given: StudentInput | readonly StudentInput[]): Prediction | Prediction[] {
    if (Array.isArray(given) && typeof given[0] !== "number")
      return given.map((sample: StudentInput) => this.#answer(this.logits(sample)));
    return this.#answer(this.logits(given as StudentInput));
  }

  /** What goes into the softmax: one number for each label. */
  logits(sample: StudentInput): Float32Array {
    const { words, pixels, numbers } = this.#network;
    const { input } = this.model;
    if (input.kind === "text") {
      if (typeof sample === "string") return words!(this.places(sample));
      throw new StudentError("This student reads text: give a string.");
    }
    if (typeof sample === "string")
      throw new StudentError(`This student reads ${input.kind === "image" ? "pixels" : "numbers"}, not text.`);
    if (input.kind === "image")
      return pixels!(
        checked(
          sample,
          input.shape.reduce((a, b) => a * b),
          `pixels of [${input.shape.join(", ")}]`,
        ),
      );
    const { features } = input;
    return numbers!(
      checked(isList(sample) ? sample : byName(sample, features), features.length, `numbers: ${features.join(", ")}`),
    );
  }

  /**
   * A text that arrives piece by piece: each piece costs only its own words.
   * @throws StudentError if the student cannot read so: it reads backwards too, or weighs all words together
   */
  stream(): TextStream {
    if (!this.#network.streams) {
      throw new StudentError(
        "This student reads no text, or cannot read it piece by piece: only recurrent students of one direction can.",
      );
    }
    const { maxLength } = this.model.input as { readonly maxLength: number };
    return new TextStream({
      maxLength,
      places: (text) => this.#allPlaces(text),
      network: this.#network,
      answer: (logits) => this.#answer(logits),
    });
  }

  /** The words of a text as the model sees them: places in the table, as many as count. */
  places(text: string): Int32Array {
    const { maxLength } = this.model.input as { readonly maxLength: number };
    const places = this.#allPlaces(text);
    return places.length <= maxLength ? places : places.slice(0, maxLength);
  }

  #allPlaces(text: string): Int32Array {
    const words = this.#tokenizer!.tokenize(text);
    const places = new Int32Array(words.length);
    for (let i = 0; i < words.length; i++) places[i] = this.#places.get(words[i]!) ?? unknownWord;
    return places;
  }

  #answer(logits: Float32Array): Prediction {
    const shares = softmax(logits);
    const probabilities: Record<string, number> = {};
    let best = 0;
    for (let i = 0; i < shares.length; i++) {
      probabilities[this.labels[i]!] = shares[i]!;
      if (shares[i]! > shares[best]!) best = i;
    }
    return { label: this.labels[best]!, probabilities };
  }
}

async function bytesOf(source: Uint8Array | ArrayBuffer | string | URL): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const response = await fetch(source).catch((cause: unknown) => {
    throw new StudentError(`The student at ${String(source)} cannot be fetched. Is the address right?`, { cause });
  });
  if (!response.ok)
    throw new StudentError(`The student at ${String(source)} cannot be fetched: status ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

const isList = (sample: object): sample is ArrayLike<number> => "length" in sample && typeof sample.length === "number";

function checked(sample: object, length: number, what: string): ArrayLike<number> {
  if (isList(sample) && sample.length === length) return sample;
  const given = isList(sample) ? `${sample.length} numbers` : "an object";
  throw new StudentError(`This student reads ${what}; got ${given}, expected ${length}.`);
}

function byName(sample: Readonly<Record<string, number>>, features: readonly string[]): number[] {
  const missing = features.filter((name) => typeof sample[name] !== "number");
  if (missing.length === 0) return features.map((name) => sample[name]!);
  throw new StudentError(
    `The sample has no number for ${missing.join(", ")}. This student reads ${features.join(", ")}.`,
  );
}
