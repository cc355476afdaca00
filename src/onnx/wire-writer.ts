import { FormatError, OptionError } from "../tensor/index.js";
import { WireType } from "./wire-type.js";

/** From this length on, bytes are kept as a view until the file is put together: weights are copied once. */
const viewFrom = 1024;
/** Protobuf's readers refuse longer messages. */
const maxMessageBytes = 2 ** 31 - 1;

/**
 * Writes protobuf's wire format (protobuf.dev/programming-guides/encoding) in one pass: a message's length goes in
 * front of it once its content is written, which moves at most the small bytes of that message.
 */
export class WireWriter {
  #small = new Uint8Array(1 << 16);
  #length = 0;
  readonly #views: { at: number; readonly bytes: Uint8Array }[] = [];
  #viewBytes = 0;

  /** An integer of −2⁶³ … 2⁶³ − 1; a whole number beyond 2⁵³ is written as the nearest one that fits. */
  integer(field: number, value: number): void {
    this.#tag(field, WireType.varint);
    this.#integer(value);
  }

  float(field: number, value: number): void {
    this.#tag(field, WireType.fixed32);
    this.#float(value);
  }

  text(field: number, value: string): void {
    this.message(field, () => this.#utf8(value));
  }

  /** A text that is left out when empty, as protobuf's default is. */
  optionalText(field: number, value: string): void {
    if (value !== "") this.text(field, value);
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.message(field, () => {
      if (bytes.length >= viewFrom) {
        this.#views.push({ at: this.#length, bytes });
        this.#viewBytes += bytes.length;
      } else {
        this.#reserve(bytes.length);
        this.#small.set(bytes, this.#length);
        this.#length += bytes.length;
      }
    });
  }

  integers(field: number, values: readonly number[]): void {
    this.message(field, () => values.forEach((value) => this.#integer(value)));
  }

  floats(field: number, values: readonly number[]): void {
    this.message(field, () => values.forEach((value) => this.#float(value)));
  }

  /** A message inside this one: `write` writes its fields. */
  message(field: number, write: () => void): void {
    this.#tag(field, WireType.bytes);
    this.#reserve(1); // most messages are shorter than 128 bytes: their length takes one byte
    const start = ++this.#length;
    const views = this.#views.length;
    const viewBytes = this.#viewBytes;
    write();
    const size = this.#length - start + this.#viewBytes - viewBytes;
    const moved = varintLength(size) - 1;
    if (moved > 0) {
      this.#reserve(moved);
      this.#small.copyWithin(start + moved, start, this.#length);
      for (let i = views; i < this.#views.length; i++) this.#views[i]!.at += moved;
    }
    const end = this.#length + moved;
    this.#length = start - 1;
    this.#varint(size, 0);
    this.#length = end;
  }

  /** @throws FormatError above the 2 GB that a protobuf message can hold */
  finish(): Uint8Array {
    const total = this.#length + this.#viewBytes;
    if (total > maxMessageBytes) {
      throw new FormatError(
        `An ONNX file holds at most 2 GB, this model takes ${total} bytes. Make it smaller or export it as int8.`,
      );
    }
    const file = new Uint8Array(total);
    let read = 0;
    let written = 0;
    for (const { at, bytes } of this.#views) {
      file.set(this.#small.subarray(read, at), written);
      file.set(bytes, written + at - read);
      written += at - read + bytes.length;
      read = at;
    }
    file.set(this.#small.subarray(read, this.#length), written);
    return file;
  }

  #tag(field: number, type: WireType): void {
    this.#varint(field * 8 + type, 0);
  }

  #integer(value: number): void {
    if (!Number.isInteger(value)) throw new OptionError(`ONNX: ${value} is not a whole number.`);
    if (value >= 2 ** 63) return this.#varint(0xffffffff, 0x7fffffff);
    const high = Math.max(Math.floor(value / 2 ** 32), -(2 ** 31));
    this.#varint(value >>> 0, high >>> 0);
  }

  /** Seven bits a byte, lowest first, of an unsigned 64-bit integer given as two halves. */
  #varint(low: number, high: number): void {
    this.#reserve(10);
    while (high !== 0 || low > 0x7f) {
      this.#small[this.#length++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#small[this.#length++] = low;
  }

  #float(value: number): void {
    this.#reserve(4);
    new DataView(this.#small.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  #utf8(text: string): void {
    this.#reserve(3 * text.length);
    const start = this.#length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        this.#length = start + encoder.encodeInto(text, this.#small.subarray(start)).written;
        return;
      }
      this.#small[this.#length++] = code;
    }
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#small.length) return;
    const larger = new Uint8Array(2 * (this.#length + bytes));
    larger.set(this.#small.subarray(0, this.#length));
    this.#small = larger;
  }
}

const encoder = new TextEncoder();

const varintLength = (value: number): number => (value < 0x80 ? 1 : 1 + varintLength(Math.floor(value / 0x80)));
