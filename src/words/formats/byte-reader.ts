import { FormatError } from "../../tensor/index.js";
import { openSource, type ByteSource } from "./byte-source.js";

const pieceLength = 1 << 22;
/** What `find` looks through: no word is so long. */
const longestText = 1 << 16;

/** For reading numbers from bytes. */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** Reads a file from its start to its end: `bytes` are fetched and not taken yet. Files packed by gzip are unpacked. */
export class ByteReader {
  readonly path: string;
  readonly #source: ByteSource;
  #buffer: Uint8Array;
  #start = 0;
  #end = 0;
  #taken = 0;

  private constructor(path: string, source: ByteSource) {
    this.path = path;
    this.#source = source;
    this.#buffer = new Uint8Array(Math.min(pieceLength, source.mostBytes + 1));
  }

  /** @throws FileError if the file cannot be read */
  static async open(path: string): Promise<ByteReader> {
    return new ByteReader(path, await openSource(path));
  }

  /** Bytes that were fetched and not taken yet; a view that holds until more are fetched. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** How many bytes were taken. */
  get position(): number {
    return this.#taken;
  }

  /** How many bytes can still come, at most. */
  get mostLeft(): number {
    return this.#source.mostBytes - this.#taken;
  }

  /** How much of the file was read, from 0 to 1. */
  get progress(): number {
    return this.#source.progress();
  }

  /** Takes bytes that were fetched. */
  skip(count: number): void {
    this.#start += count;
    this.#taken += count;
  }

  /**
   * Fetches more bytes behind those not taken.
   * @returns false at the end of the file
   */
  async more(): Promise<boolean> {
    this.#makeRoom();
    const got = await this.#source.read(this.#buffer.subarray(this.#end));
    this.#end += got;
    return got > 0;
  }

  /** Fetches until so many bytes are there, or all that the file holds. */
  async fetch(count: number): Promise<Uint8Array> {
    while (this.#end - this.#start < count && (await this.more()));
    return this.bytes.subarray(0, count);
  }

  /**
   * Takes so many bytes; a copy.
   * @param what what they are, for the message
   * @throws FormatError if the file ends before
   */
  async take(count: number, what: string): Promise<Uint8Array> {
    this.expectLeft(count, what);
    const bytes = this.#allocate(count);
    await this.fill(bytes, what);
    return bytes;
  }

  /**
   * Takes so many bytes and forgets them.
   * @throws FormatError if the file ends before
   */
  async discard(count: number, what: string): Promise<void> {
    for (let left = count; left > 0;) {
      if (this.bytes.length === 0 && !(await this.more())) throw this.endsWithin(what);
      const taken = Math.min(left, this.bytes.length);
      this.skip(taken);
      left -= taken;
    }
  }

  /**
   * Room for float32 vectors, `[words, size]`.
   * @throws FormatError if there is not so much memory
   */
  allocateRows(words: number, size: number): Float32Array {
    return new Float32Array(this.#allocate(4 * words * size).buffer);
  }

  /**
   * Takes as many bytes as an array has.
   * @throws FormatError if the file ends before
   */
  async fill(array: Uint8Array | Float32Array | Int8Array, what: string): Promise<void> {
    const target = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    let filled = Math.min(target.length, this.bytes.length);
    target.set(this.bytes.subarray(0, filled));
    this.skip(filled);
    while (filled < target.length) {
      const got = await this.#source.read(target.subarray(filled));
      if (got === 0) throw this.endsWithin(what);
      filled += got;
      this.#taken += got;
    }
  }

  /**
   * Fetches up to the next byte of a value, and so many bytes from there.
   * @returns where it lies in `bytes`
   * @throws FormatError if the file ends before, or 64 kB hold no such byte
   */
  async find(value: number, count: number, what: string): Promise<number> {
    for (;;) {
      const at = this.bytes.indexOf(value);
      if (at !== -1 && at + count <= this.bytes.length) return at;
      if ((at === -1 ? this.bytes.length : at) > longestText)
        throw this.fail(`${what} is longer than ${longestText} bytes. It is damaged, or of another format.`);
      if (!(await this.more())) throw this.endsWithin(what);
    }
  }

  /** @throws FormatError if the file cannot hold so many more bytes */
  expectLeft(count: number, what: string): void {
    if (count > this.mostLeft) {
      throw this.fail(
        `${what} would take ${count} bytes, but at most ${this.mostLeft} are left. It is truncated or its header lies: ` +
          `fetch the file again.`,
      );
    }
  }

  /** @throws FormatError unless all bytes were taken, but for blank ones */
  async expectEnd(after: string): Promise<void> {
    do {
      if (this.bytes.some((byte) => byte > 0x20 || byte === 0)) throw this.fail(`holds more than ${after}.`);
      this.skip(this.bytes.length);
    } while (await this.more());
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  endsWithin(what: string): FormatError {
    return this.fail(`ends within ${what}. It is truncated: fetch the file again.`);
  }

  /** The error for what is wrong with the file. */
  fail(why: string): FormatError {
    return new FormatError(`${this.path}: ${why}`);
  }

  #allocate(bytes: number): Uint8Array {
    try {
      return new Uint8Array(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw this.fail(`takes ${(bytes / 1e9).toFixed(1)} GB, more memory than there is.`);
    }
  }

  #makeRoom(): void {
    const rest = this.bytes;
    if (2 * rest.length > this.#buffer.length) this.#buffer = new Uint8Array(2 * this.#buffer.length);
    this.#buffer.set(rest);
    [this.#start, this.#end] = [0, rest.length];
  }
}
