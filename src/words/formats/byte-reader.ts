import { open, type FileHandle } from "node:fs/promises";
import { fileError } from "../../data/index.js";
import { FormatError } from "../../tensor/index.js";

const pieceLength = 1 << 22;

/** Reads a file from its start to its end, piece by piece: what is not read yet lies in `bytes`. */
export class ByteReader {
  readonly path: string;
  /** How many bytes the file holds. */
  readonly fileLength: number;
  readonly #file: FileHandle;
  #buffer = new Uint8Array(pieceLength);
  #start = 0;
  #end = 0;
  #isAtEnd = false;

  private constructor(path: string, file: FileHandle, fileLength: number) {
    this.path = path;
    this.#file = file;
    this.fileLength = fileLength;
  }

  /** @throws FileError if the file cannot be read */
  static async open(path: string): Promise<ByteReader> {
    try {
      const file = await open(path);
      return new ByteReader(path, file, (await file.stat()).size);
    } catch (error) {
      throw fileError(error, path, "read");
    }
  }

  /** Bytes that were fetched and not taken yet; a view that holds until the next `more`. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Marks the first bytes as taken. */
  skip(count: number): void {
    this.#start += count;
  }

  /**
   * Fetches more bytes behind those not taken.
   * @returns false at the end of the file
   */
  async more(): Promise<boolean> {
    if (this.#isAtEnd) return false;
    this.#makeRoom();
    const got = await this.#read(this.#buffer.subarray(this.#end));
    this.#end += got;
    return got > 0;
  }

  /** Fetches until so many bytes are there, or all that the file holds. */
  async fetch(count: number): Promise<Uint8Array> {
    while (this.#end - this.#start < count && (await this.more()));
    return this.bytes.subarray(0, count);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The error for what is wrong with the file. */
  fail(why: string): FormatError {
    return new FormatError(`${this.path}: ${why}`);
  }

  #makeRoom(): void {
    const rest = this.bytes;
    if (2 * rest.length > this.#buffer.length) this.#buffer = new Uint8Array(2 * this.#buffer.length);
    this.#buffer.set(rest);
    [this.#start, this.#end] = [0, rest.length];
  }

  async #read(into: Uint8Array): Promise<number> {
    const { bytesRead } = await this.#file.read(into, 0, Math.min(into.length, pieceLength)).catch((error: unknown) => {
      throw fileError(error, this.path, "read");
    });
    this.#isAtEnd = bytesRead === 0;
    return bytesRead;
  }
}
