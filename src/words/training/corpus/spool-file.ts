import { open, type FileHandle } from "node:fs/promises";
import { fileError } from "../../../data/index.js";

const chunkLength = 1 << 20; // numbers

/** A file of numbers, int32 little-endian: the words of a text, each sentence ended by `sentenceEnd`. */
export class SpoolFile {
  readonly path: string;
  readonly #file: FileHandle;
  #pending = new Int32Array(chunkLength);
  #pendingLength = 0;
  #length = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /**
   * Makes a new file, or empties one.
   * @throws FileError
   */
  static async create(path: string): Promise<SpoolFile> {
    return new SpoolFile(path, await open(path, "w+").catch(failed(path)));
  }

  /** How many numbers were added. */
  get length(): number {
    return this.#length + this.#pendingLength;
  }

  /** Adds a number; it is in memory until the next `flush`. */
  push(number: number): void {
    if (this.#pendingLength === this.#pending.length) {
      const pending = new Int32Array(2 * this.#pendingLength);
      pending.set(this.#pending);
      this.#pending = pending;
    }
    this.#pending[this.#pendingLength++] = number;
  }

  /** Writes what was added. */
  async flush(): Promise<void> {
    const bytes = bytesOf(this.#pending.subarray(0, this.#pendingLength));
    await writeAll(this.#file, bytes, 4 * this.#length).catch(failed(this.path));
    this.#length += this.#pendingLength;
    this.#pendingLength = 0;
  }

  /** Writes what was added, unless it is little. */
  async flushIfLong(): Promise<void> {
    if (this.#pendingLength >= chunkLength / 2) await this.flush();
  }

  /** The numbers from the first to the last, in chunks that hold until the next is asked for. */
  async *chunks(): AsyncGenerator<Int32Array> {
    await this.flush();
    yield* this.#read(this.#length);
  }

  /**
   * Puts other numbers in place of those in the file.
   * @param replace is told each number, and adds by `push` what shall stand instead: of the first n at most n
   */
  async rewrite(replace: (number: number) => void): Promise<void> {
    await this.flush();
    const total = this.#length;
    this.#length = 0;
    for await (const chunk of this.#read(total)) {
      for (const number of chunk) replace(number);
      await this.flush();
    }
    await this.#file.truncate(4 * this.#length).catch(failed(this.path));
  }

  /** Writes what was added, and closes the file. */
  async close(): Promise<void> {
    await this.flush();
    await this.#file.close();
  }

  async *#read(total: number): AsyncGenerator<Int32Array> {
    const buffer = new Int32Array(Math.min(chunkLength, total));
    for (let from = 0; from < total; from += buffer.length) {
      const chunk = buffer.subarray(0, Math.min(buffer.length, total - from));
      await readAll(this.#file, bytesOf(chunk), 4 * from).catch(failed(this.path));
      yield chunk;
    }
  }
}

const bytesOf = (numbers: Int32Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

async function readAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new Error("it ends too early. Another program has changed it.");
    done += bytesRead;
  }
}

const failed =
  (path: string) =>
  (error: unknown): never => {
    throw fileError(error, path, "written");
  };
