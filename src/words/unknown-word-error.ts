import { LimbeckError } from "../tensor/index.js";

/** Words were asked for that the vectors do not hold. */
export class UnknownWordError extends LimbeckError {
  /** The words that are missing, in the order in which they were asked for. */
  readonly words: readonly string[];

  constructor(message: string, words: readonly string[]) {
    super(message);
    this.words = words;
  }
}
