import { FormatError } from "../tensor/index.js";
import { WireType } from "./wire-type.js";

/** More fields in one message, or numbers in one list, than any sound model has: refused before memory runs out. */
const maxItems = 2 ** 20;

/**
 * One message of protobuf's wire format, read with suspicion. Opening it finds where each field lies and checks every
 * length against the end; values are decoded when asked for. As protobuf rules: of a repeated single field the last
 * one counts, lists may be packed or not, and unknown fields are passed over.
 * @throws FormatError where a length, a tag or a type is not sound; so do all methods
 */
export class WireMessage {
  readonly #file: Uint8Array;
  readonly #view: DataView;
  /** Of each field, where its values begin, times 8, plus their wire type. */
  readonly #places = new Map<number, number[]>();

  /** @param file the whole file: positions in messages of errors count from its start */
  constructor(file: Uint8Array, start = 0, end = file.length) {
    this.#file = file;
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    let items = 0;
    for (let at = start; at < end;) {
      const tag = this.#varint(at, end);
      const type = tag.low & 7;
      const field = tag.low >>> 3;
      if (tag.high !== 0 || field === 0) throw unsound(at, "a field has an impossible number");
      if (++items > maxItems) throw unsound(at, `one message has more than ${maxItems} fields`);
      const places = this.#places.get(field);
      if (places === undefined) this.#places.set(field, [tag.next * 8 + type]);
      else places.push(tag.next * 8 + type);
      at = this.#endOfValue(tag.next, type, end);
    }
  }

  has(field: number): boolean {
    return this.#places.has(field);
  }

  /** A whole number, 0 if left out; ±2⁶³ are the nearest to the ends of int64. */
  integer(field: number): number {
    const place = this.#last(field);
    if (place === undefined) return 0;
    const { low, high } = this.#varint(this.#typed(place, WireType.varint), this.#file.length);
    return toNumber(low, high, Math.floor(place / 8));
  }

  integers(field: number): number[] {
    const numbers: number[] = [];
    this.eachVarint(field, (low, high, at) => {
      if (numbers.push(toNumber(low, high, at)) > maxItems) throw unsound(at, `a list has over ${maxItems} numbers`);
    });
    return numbers;
  }

  /** Calls `visit` with both halves of each 64-bit number of a list. */
  eachVarint(field: number, visit: (low: number, high: number, at: number) => void): void {
    for (const place of this.#places.get(field) ?? []) {
      const packed = place % 8 === WireType.bytes;
      const { start, end } = packed
        ? this.#span(place)
        : { start: this.#typed(place, WireType.varint), end: this.#file.length };
      for (let at = start; at < end;) {
        const { low, high, next } = this.#varint(at, end);
        visit(low, high, at);
        at = packed ? next : end;
      }
    }
  }

  float(field: number): number {
    const place = this.#last(field);
    return place === undefined ? 0 : this.#view.getFloat32(this.#typed(place, WireType.fixed32), true);
  }

  floats(field: number): number[] {
    const bytes = this.fixed(field, 4);
    if (bytes.length > 4 * maxItems) throw new FormatError(`a list has over ${maxItems} numbers`);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  }

  /** The bytes of a list of numbers of fixed width, in a row. */
  fixed(field: number, width: 4 | 8): Uint8Array {
    const type = width === 4 ? WireType.fixed32 : WireType.fixed64;
    const parts = (this.#places.get(field) ?? []).map((place) => {
      if (place % 8 === WireType.bytes) return this.#slice(place);
      const start = this.#typed(place, type);
      return this.#file.subarray(start, start + width);
    });
    const bytes = parts.length === 1 ? parts[0]! : concatenate(parts);
    if (bytes.length % width !== 0) throw new FormatError(`a list of ${width}-byte numbers has ${bytes.length} bytes`);
    return bytes;
  }

  /** A text, empty if left out. */
  text(field: number): string {
    const place = this.#last(field);
    return place === undefined ? "" : this.#text(place);
  }

  texts(field: number): string[] {
    return (this.#places.get(field) ?? []).map((place) => this.#text(place));
  }

  /** A view of the file, not a copy. */
  bytes(field: number): Uint8Array | undefined {
    const place = this.#last(field);
    return place === undefined ? undefined : this.#slice(place);
  }

  message(field: number): WireMessage | undefined {
    const place = this.#last(field);
    return place === undefined ? undefined : this.#message(place);
  }

  messages<T>(field: number, decode: (message: WireMessage, index: number) => T): T[] {
    return (this.#places.get(field) ?? []).map((place, i) => decode(this.#message(place), i));
  }

  #last(field: number): number | undefined {
    return this.#places.get(field)?.at(-1);
  }

  #message(place: number): WireMessage {
    const { start, end } = this.#span(place);
    return new WireMessage(this.#file, start, end);
  }

  #slice(place: number): Uint8Array {
    const { start, end } = this.#span(place);
    return this.#file.subarray(start, end);
  }

  #text(place: number): string {
    const { start, end } = this.#span(place);
    try {
      return decoder.decode(this.#file.subarray(start, end));
    } catch (cause) {
      throw new FormatError(`byte ${start}: a text is not UTF-8`, { cause });
    }
  }

  /** Where the content of a value with a length lies; it was checked when the message was opened. */
  #span(place: number): { start: number; end: number } {
    const { low, next } = this.#varint(this.#typed(place, WireType.bytes), this.#file.length);
    return { start: next, end: next + low };
  }

  /** Where the value begins, if it is of the type that its field must have. */
  #typed(place: number, type: WireType): number {
    const at = Math.floor(place / 8);
    if (place % 8 !== type) throw unsound(at, `a field has wire type ${place % 8} where ${type} belongs`);
    return at;
  }

  #endOfValue(at: number, type: number, end: number): number {
    let next: number;
    if (type === WireType.varint) next = this.#varint(at, end).next;
    else if (type === WireType.fixed64) next = at + 8;
    else if (type === WireType.fixed32) next = at + 4;
    else if (type === WireType.bytes) {
      const length = this.#varint(at, end);
      next = length.next + length.low;
      if (length.high !== 0) throw unsound(at, "a length is beyond any file's");
    } else throw unsound(at, `there is no wire type ${type}`);
    if (next > end) throw unsound(at, `a field ends at byte ${next}, but what holds it ends at ${end}`);
    return next;
  }

  /** An unsigned 64-bit integer as two halves: seven bits a byte, lowest first. */
  #varint(at: number, end: number): { low: number; high: number; next: number } {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) throw unsound(at, "it ends within a number");
      const byte = this.#file[at++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) [low, high] = [low | (bits << 28), bits >>> 4];
      else high |= bits << (shift - 32);
      if (byte < 0x80) return { low: low >>> 0, high: high >>> 0, next: at };
    }
    throw unsound(at, "a number has more than ten bytes");
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const unsound = (at: number, why: string): FormatError => new FormatError(`byte ${at}: ${why}`);

/** The signed 64-bit integer of two halves. */
function toNumber(low: number, high: number, at: number): number {
  const number = (high | 0) * 2 ** 32 + low;
  if (Number.isSafeInteger(number)) return number;
  if (high === 0x7fffffff && low === 0xffffffff) return 2 ** 63; // "to the end" in slices
  if (high === 0x80000000 && low === 0) return -(2 ** 63);
  throw unsound(at, `the integer ${number} is beyond 2⁵³ and cannot be held exactly`);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
