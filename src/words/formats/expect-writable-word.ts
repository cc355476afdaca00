import { DataError } from "../../tensor/index.js";
import type { WordTable } from "../word-table.js";

/**
 * word2vec's files end a word with a blank.
 * @throws DataError if a word holds one
 */
export function expectWritableWord(words: WordTable, index: number): void {
  const bytes = words.bytesAt(index);
  for (const byte of bytes) {
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
      throw new DataError(
        `The word ${JSON.stringify(words.at(index))} holds a blank, which word2vec's formats cannot hold. ` +
          `Save as safetensors, or leave such words out.`,
      );
    }
  }
}
