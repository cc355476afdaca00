import type { VectorTable } from "../vector-table.js";
import { expectWritableWord } from "./expect-writable-word.js";
import { shortestFloat32 } from "./shortest-float32.js";

/** A line for each word: it and its numbers, separated by blanks. */
export function* vectorLines({ words, rows }: VectorTable): Generator<Uint8Array> {
  const row = new Float32Array(rows.size);
  for (let i = 0; i < words.length; i++) {
    expectWritableWord(words, i);
    rows.copy(i, i + 1, row);
    yield words.bytesAt(i);
    yield Buffer.from(` ${Array.from(row, shortestFloat32).join(" ")}\n`);
  }
}
