import type { WordTokenizer } from "../../../student/index.js";
import type { WordSink, WordSplitter } from "./word-sink.js";

/** A line of more characters is tokenised in parts, so that no line fills the memory. */
const longestPart = 1 << 18;

/** Words are what a tokeniser finds in each line; a line is a sentence. */
export function splitByTokenizer(tokenizer: WordTokenizer, sink: WordSink): WordSplitter {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const addWord = stringWords(sink);
  let rest = "";

  const tokenize = (text: string): void => tokenizer.tokenize(text).forEach(addWord);
  const end = (): void => {
    tokenize(rest);
    rest = "";
    sink.endSentence();
  };
  const add = (text: string): void => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      tokenize(line);
      sink.endSentence();
    }
    if (rest.length <= longestPart) return;
    const cut = rest.search(/\s\S*$/) + 1 || rest.length;
    tokenize(rest.slice(0, cut));
    rest = rest.slice(cut);
  };
  return {
    bytes: (piece) => add(decoder.decode(piece)),
    line(text) {
      add(text);
      end();
    },
    end,
  };
}

/** Gives words that are strings to a sink. */
export function stringWords(sink: WordSink): (word: string) => void {
  const encoder = new TextEncoder();
  let scratch = new Uint8Array(1 << 12);
  return (word) => {
    if (3 * word.length > scratch.length) scratch = new Uint8Array(6 * word.length);
    sink.word(scratch, 0, encoder.encodeInto(word, scratch).written);
  };
}
