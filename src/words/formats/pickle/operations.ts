import type { PickleMachine } from "./read-pickle.js";
import { PickleDict, PickleGlobal, PickleObject, type PickleValue } from "./values.js";

/** What an operation does to the machine; a promise where it takes bytes that may still have to be fetched. */
type Operation = (machine: PickleMachine) => void | Promise<void>;

const text = new TextDecoder();
const letter = (of: string): number => of.charCodeAt(0);

const uint8 = (m: PickleMachine): number => m.byte();
const uint16 = (m: PickleMachine): number => m.number(2, (view) => view.getUint16(0, true));
const uint32 = (m: PickleMachine): number => m.number(4, (view) => view.getUint32(0, true));
const uint64 = (m: PickleMachine): number => m.number(8, (view) => Number(view.getBigUint64(0, true)));

const pushText =
  (length: (m: PickleMachine) => number): Operation =>
  async (m) =>
    m.push(text.decode(await m.bytes(length(m))));
const pushBytes =
  (length: (m: PickleMachine) => number): Operation =>
  async (m) =>
    m.push(await m.bytes(length(m)));
const pushTuple =
  (length: number): Operation =>
  (m) => {
    const values = Array.from({ length }, () => m.pop()).reverse();
    m.push(m.counted(values));
  };

/** The operations of protocols 2 to 5 that gensim's files use, by their codes. */
export const operations: Readonly<Record<number, Operation>> = {
  // The frame
  0x80: (m) => void m.byte(), // PROTO
  0x95: (m) => void uint64(m), // FRAME: how many bytes belong together, which does not matter here
  [letter(".")]: (m) => void (m.isDone = true), // STOP

  // Constants and numbers
  [letter("N")]: (m) => m.push(null),
  0x88: (m) => m.push(true),
  0x89: (m) => m.push(false),
  [letter("K")]: (m) => m.push(uint8(m)),
  [letter("M")]: (m) => m.push(uint16(m)),
  [letter("J")]: (m) => m.push(m.number(4, (view) => view.getInt32(0, true))),
  0x8a: async (m) => m.push(integer(await m.bytes(uint8(m)))), // LONG1
  [letter("G")]: (m) => m.push(m.number(8, (view) => view.getFloat64(0, false))),

  // Texts and bytes
  0x8c: pushText(uint8),
  [letter("X")]: pushText(uint32),
  0x8d: pushText(uint64),
  [letter("U")]: pushText(uint8), // of Python 2
  [letter("T")]: pushText(uint32), // of Python 2
  [letter("C")]: pushBytes(uint8),
  [letter("B")]: pushBytes(uint32),
  0x8e: pushBytes(uint64),
  0x96: pushBytes(uint64), // BYTEARRAY8

  // Tuples, lists, dictionaries, sets
  [letter(")")]: (m) => m.push(m.counted([])),
  0x85: pushTuple(1),
  0x86: pushTuple(2),
  0x87: pushTuple(3),
  [letter("t")]: (m) => m.push(m.counted(m.popToMark())),
  [letter("]")]: (m) => m.push(m.counted([])),
  [letter("a")]: (m) => append(m, [m.pop()]),
  [letter("e")]: (m) => append(m, m.popToMark()),
  [letter("}")]: (m) => m.push(m.counted(new PickleDict())),
  [letter("s")]: (m) => setItems(m, [m.pop(), m.pop()].reverse()),
  [letter("u")]: (m) => setItems(m, m.popToMark()),
  0x8f: (m) => m.push(m.counted([])), // EMPTY_SET
  0x90: (m) => append(m, m.popToMark()), // ADDITEMS
  0x91: (m) => m.push(m.counted(m.popToMark())), // FROZENSET

  // The stack and the memory
  [letter("(")]: (m) => m.mark(),
  [letter("0")]: (m) => void m.pop(),
  [letter("q")]: (m) => m.remember(uint8(m)),
  [letter("r")]: (m) => m.remember(uint32(m)),
  0x94: (m) => m.remember(),
  [letter("h")]: (m) => m.recall(uint8(m)),
  [letter("j")]: (m) => m.recall(uint32(m)),

  // Classes, functions, and what they would make
  [letter("c")]: (m) => m.push(m.global(m.line(), m.line())),
  0x93: (m) => {
    const name = m.pop();
    m.push(m.global(m.pop(), name));
  },
  [letter("R")]: reduce,
  0x81: newObject,
  [letter("b")]: build,
};

function append(m: PickleMachine, values: readonly PickleValue[]): void {
  const list = m.top;
  if (!Array.isArray(list)) throw m.fail("appends to what is no list");
  for (const value of values) list.push(value);
}

function setItems(m: PickleMachine, pairs: readonly PickleValue[]): void {
  const target = m.top instanceof PickleObject ? m.top.items : m.top;
  if (!(target instanceof PickleDict) || pairs.length % 2 !== 0) throw m.fail("sets items of what is no dictionary");
  for (let i = 0; i < pairs.length; i += 2) target.entries.set(pairs[i]!, pairs[i + 1]!);
}

/** A call; of all functions only one is done, since Python 2's pickles hold bytes as text that it would encode. */
function reduce(m: PickleMachine): void {
  const args = m.pop();
  const of = m.pop();
  const isBytes = of instanceof PickleGlobal && of.name === "_codecs.encode";
  const [encoded] = Array.isArray(args) ? args : [];
  m.push(isBytes && typeof encoded === "string" ? Buffer.from(encoded, "latin1") : m.object(of, args));
}

function newObject(m: PickleMachine): void {
  const args = m.pop();
  m.push(m.object(m.pop(), args));
}

/** Gives an object its state. */
function build(m: PickleMachine): void {
  const state = m.pop();
  if (!(m.top instanceof PickleObject)) throw m.fail("gives a state to what is no object");
  m.top.state = state;
}

/** A little-endian whole number in two's complement. */
function integer(bytes: Uint8Array): number | bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  value = BigInt.asIntN(8 * bytes.length, value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
