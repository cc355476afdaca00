import type { Network } from "./network/build-network.js";
import type { Prediction } from "./student.js";

export interface TextStreamOptions {
  readonly maxLength: number;
  /** The words of a piece, as places in the table. */
  readonly places: (text: string) => Int32Array;
  readonly network: Pick<Network, "reset" | "readOn">;
  readonly answer: (logits: Float32Array) => Prediction;
}

/** A text that arrives piece by piece. A student follows one text at a time: `predict` in between begins a new one. */
export class TextStream {
  readonly #options: TextStreamOptions;
  /** The start of a word that the next piece may go on with. */
  #open = "";
  #count = 0;
  #logits: Float32Array;

  constructor(options: TextStreamOptions) {
    this.#options = options;
    options.network.reset();
    this.#logits = options.network.readOn(new Int32Array());
  }

  /** Reads on: words count once a blank, or the end, shows that they are whole. */
  push(text: string): this {
    const all = this.#open + text;
    const cut = /\s\S*$/u.exec(all)?.index ?? -1;
    this.#open = all.slice(cut + 1);
    return this.#read(all.slice(0, cut + 1));
  }

  /** Ends the last word. */
  end(): this {
    const last = this.#open;
    this.#open = "";
    return this.#read(last);
  }

  /** Of the whole words so far. */
  get prediction(): Prediction {
    return this.#options.answer(this.#logits);
  }

  #read(text: string): this {
    const { maxLength, places, network } = this.#options;
    const ids = places(text).slice(0, maxLength - this.#count);
    if (ids.length > 0) this.#logits = network.readOn(ids);
    this.#count += ids.length;
    return this;
  }
}
