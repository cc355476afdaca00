import { isUtf8 } from "node:buffer";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

/** Makes sound UTF-8 of pieces that are cut anywhere: what is none becomes U+FFFD, as the WHATWG's decoder has it. */
export class Utf8Repair {
  /** How many sequences of bytes became U+FFFD. */
  replaced = 0;
  #rest = nothing;

  /** The piece with what the last one left over, up to its last whole character. */
  accept(piece: Uint8Array): Uint8Array {
    const joined = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = endOfWholeCharacters(joined);
    this.#rest = joined.slice(end);
    return this.#sound(joined.subarray(0, end));
  }

  /** What is left over at the end: part of a character, which is no UTF-8. */
  end(): Uint8Array {
    const rest = this.#sound(this.#rest);
    this.#rest = nothing;
    return rest;
  }

  #sound(bytes: Uint8Array): Uint8Array {
    if (isUtf8(bytes)) return bytes;
    const text = decoder.decode(bytes);
    this.replaced += count(text, "\ufffd") - countReplacements(bytes);
    return encoder.encode(text);
  }
}

/** How many bytes come before a character that is cut off at the end. */
function endOfWholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue; // goes on with a character
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const count = (text: string, character: string): number => text.split(character).length - 1;

/** How often U+FFFD itself stands in the bytes: EF BF BD. */
function countReplacements(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let found = 0;
  for (let at = buffer.indexOf("\ufffd"); at !== -1; at = buffer.indexOf("\ufffd", at + 3)) found++;
  return found;
}
