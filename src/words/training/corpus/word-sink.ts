/** Takes the words of a text, one after another, as sound UTF-8: `bytes[from]` to `bytes[to - 1]`. */
export interface WordSink {
  word(bytes: Uint8Array, from: number, to: number): void;
  endSentence(): void;
}

/** Finds the words in a text, and gives them to a sink. */
export interface WordSplitter {
  /** Takes a piece of sound UTF-8, which may end within a word. */
  bytes(piece: Uint8Array): void;
  /** Takes a whole line, or several. */
  line(text: string): void;
  /** Ends the last word and the last sentence. */
  end(): void;
}
