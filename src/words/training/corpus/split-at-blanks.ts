import type { WordSink, WordSplitter } from "./word-sink.js";

/** What is longer is no word, as in base64; it is left out. Bytes. */
export const longestWord = 1000;

const newline = 0x0a;

/** Words are what stands between white space, which is that of Unicode; a line is a sentence. */
export function splitAtBlanks(sink: WordSink): WordSplitter {
  const encoder = new TextEncoder();
  /** The start of a word that the last piece ended in; may be too long to be one. */
  const carried = new Uint8Array(longestWord + 1);
  let carriedLength = 0;

  const carry = (piece: Uint8Array, from: number, to: number): void => {
    const end = Math.min(to, from + carried.length - carriedLength);
    carried.set(piece.subarray(from, end), carriedLength);
    carriedLength += end - from;
  };
  const give = (piece: Uint8Array, from: number, to: number): void => {
    if (carriedLength === 0) {
      if (to > from) sink.word(piece, from, to);
      return;
    }
    carry(piece, from, to);
    sink.word(carried, 0, carriedLength);
    carriedLength = 0;
  };
  const bytes = (piece: Uint8Array): void => {
    let from = 0;
    for (let at = 0; at < piece.length;) {
      const width = blankWidth(piece, at);
      if (width === 0) {
        at++;
        continue;
      }
      give(piece, from, at);
      if (piece[at] === newline) sink.endSentence();
      from = at += width;
    }
    carry(piece, from, piece.length);
  };
  const end = (): void => {
    give(carried, 0, 0);
    sink.endSentence();
  };
  return {
    bytes,
    line(text) {
      bytes(encoder.encode(text));
      end();
    },
    end,
  };
}

/** How many bytes of white space stand at a place (Unicode's White_Space, and the separators 1c to 1f); 0 of none. */
function blankWidth(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 {
  const first = bytes[at]!;
  if (first <= 0x20) return first === 0x20 || (first >= 0x09 && first <= 0x0d) || first >= 0x1c ? 1 : 0;
  if (first < 0xc2) return 0;
  const [second, third] = [bytes[at + 1]!, bytes[at + 2]!];
  switch (first) {
    case 0xc2: // U+0085, U+00A0
      return second === 0x85 || second === 0xa0 ? 2 : 0;
    case 0xe1: // U+1680
      return second === 0x9a && third === 0x80 ? 3 : 0;
    case 0xe2: // U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F
      return (second === 0x80 && (third <= 0x8a || third === 0xa8 || third === 0xa9 || third === 0xaf)) ||
        (second === 0x81 && third === 0x9f)
        ? 3
        : 0;
    case 0xe3: // U+3000
      return second === 0x80 && third === 0x80 ? 3 : 0;
    default:
      return 0;
  }
}
