import { viewOf, type ByteReader } from "../byte-reader.js";
import { isAllowed } from "./allowed-globals.js";
import { operations } from "./operations.js";
import { PickleGlobal, PickleObject, type PickleDict, type PickleValue } from "./values.js";

/** Operations with all that they take, but for long texts and bytes, are shorter. */
const lookAhead = 1 << 12;

/**
 * Reads a pickle, the format in which Python's programs keep their objects, as plain data. A pickle is a programme for a
 * small machine, which in Python may call anything: here it builds data and calls nothing, and whatever gensim's files of
 * word vectors do not need is refused.
 * Source: Python's Lib/pickletools.py, which documents every operation.
 * @throws FormatError if it is damaged, or asks for anything unexpected
 */
export async function readPickle(reader: ByteReader): Promise<PickleValue> {
  const machine = new PickleMachine(reader);
  while (!machine.isDone) {
    if (reader.bytes.length < lookAhead) await reader.fetch(lookAhead);
    const code = machine.byte();
    const operation = operations[code];
    if (!operation)
      throw machine.fail(`holds the operation 0x${code.toString(16).padStart(2, "0")}, which is not read`);
    await operation(machine);
  }
  return machine.pop();
}

/** What the operations of a pickle work on: a stack of values, marks on it, and a memory of values to use again. */
export class PickleMachine {
  isDone = false;
  readonly #reader: ByteReader;
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memory = new Map<number, PickleValue>();
  #containers = 0;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw this.fail("takes more values than there are");
    return this.#stack.pop()!;
  }

  /** The value on top, which stays there. */
  get top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** Takes all values above the last mark, and the mark. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.fail("takes values up to a mark that there is not");
    return this.#stack.splice(mark);
  }

  /** Keeps the value on top, to be used again. */
  remember(index: number = this.#memory.size): void {
    this.#memory.set(index, this.top);
  }

  recall(index: number): void {
    const value = this.#memory.get(index);
    if (value === undefined) throw this.fail(`uses value ${index} again, which it has not kept`);
    this.push(value);
  }

  /** The name of a class or function, which must be among those that such files need. */
  global(module: PickleValue, name: PickleValue): PickleGlobal {
    if (typeof module !== "string" || typeof name !== "string") throw this.fail("names a class by what is no text");
    if (!isAllowed(module, name)) throw this.fail(`asks for ${module}.${name}, which word vectors do not need`);
    return new PickleGlobal(`${module}.${name}`);
  }

  /** What a class or function would make of its arguments. */
  object(of: PickleValue, args: PickleValue): PickleObject {
    if (!(of instanceof PickleGlobal)) throw this.fail("makes an object of what is no class");
    return this.counted(new PickleObject(of.name, args));
  }

  /**
   * Lists and objects take more memory than the bytes that make them: so many are no word vectors.
   * @returns the container
   */
  counted<Container extends PickleDict | PickleObject | PickleValue[]>(container: Container): Container {
    if (++this.#containers > 1000 + this.#reader.position / 8)
      throw this.fail("holds more lists and objects than word vectors do");
    return container;
  }

  byte(): number {
    return this.number(1, (view) => view.getUint8(0));
  }

  /** Takes so many bytes, which are there, as a number. */
  number<Kind>(bytes: number, read: (view: DataView) => Kind): Kind {
    const value = read(viewOf(this.#now(bytes)));
    this.#reader.skip(bytes);
    return value;
  }

  /** Takes bytes that may not be there yet. */
  async bytes(count: number): Promise<Uint8Array> {
    if (count <= this.#reader.bytes.length) {
      const bytes = this.#reader.bytes.slice(0, count);
      this.#reader.skip(count);
      return bytes;
    }
    return this.#reader.take(count, "its data");
  }

  /** Takes a text up to the end of its line. */
  line(): string {
    const end = this.#reader.bytes.indexOf(0x0a);
    if (end === -1) throw this.fail("has a name that does not end");
    const text = Buffer.from(this.#reader.bytes.subarray(0, end)).toString();
    this.#reader.skip(end + 1);
    return text;
  }

  fail(why: string): Error {
    return this.#reader.fail(
      `${why} (at byte ${this.#reader.position}). Such a file is not read: open it with gensim, and save with save_word2vec_format.`,
    );
  }

  #now(count: number): Uint8Array {
    const { bytes } = this.#reader;
    if (bytes.length < count) throw this.#reader.endsWithin("its data");
    return bytes.subarray(0, count);
  }
}
