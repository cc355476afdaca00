import { expect, test } from "vitest";
import { encodeSafetensors, FormatError, ndarray, type NDArray } from "../../../src/tensor/index.js";
import { load, rowsOf } from "./load.js";

const file = (arrays: Readonly<Record<string, NDArray>>, metadata: Record<string, string> = {}): Uint8Array =>
  encodeSafetensors({ arrays: new Map(Object.entries(arrays)), metadata });

const matrix = ndarray("float32", [2, 2], Float32Array.of(1, 2, 3, 4));
const letters = ndarray("uint8", [4], Buffer.from("aécd").subarray(0, 4)); // a, é, c
const own = { vectors: matrix, words: letters, word_ends: ndarray("uint32", [2], Uint32Array.of(1, 4)) };

test("the arrays may lie in any order, with others between them", async () => {
  const vectors = await load(
    file({ other: ndarray("int8", [3], new Int8Array(3)), word_ends: own.word_ends, vectors: matrix, words: letters }),
  );
  expect([...vectors.words]).toEqual(["a", "éc"]);
  expect(rowsOf(vectors)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test.each<[string, Record<string, NDArray>, RegExp]>([
  [
    "word_ends",
    { ...own, word_ends: ndarray("uint32", [2], Uint32Array.of(1, 9)) },
    /word 2 lies at 1 to 9 of 4 bytes/,
  ],
  [
    "too few ends",
    { ...own, word_ends: ndarray("uint32", [1], Uint32Array.of(4)) },
    /word_ends of uint32 \[1\], expected/,
  ],
  [
    "a word twice",
    {
      ...own,
      words: ndarray("uint8", [4], Buffer.from("aaaa")),
      word_ends: ndarray("uint32", [2], Uint32Array.of(1, 2)),
    },
    /the word "a" twice/,
  ],
  ["int8 without scales", { ...own, vectors: ndarray("int8", [2, 2], new Int8Array(4)) }, /has no scales, expected/],
  ["float64", { ...own, vectors: ndarray("float64", [2, 2], new Float64Array(4)) }, /vectors of float64 \[2, 2\]/],
  ["parts without their letters", { ...own, subword_vectors: matrix }, /"" for subword_letters, expected as "3-6"/],
  ["two matrices", { a: matrix, b: matrix }, /holds a float32 \[2, 2\], b float32 \[2, 2\]/],
  ["nothing", {}, /It holds nothing/],
])("%s are refused", async (_, arrays, message) => {
  await expect(load(file(arrays))).rejects.toThrow(FormatError);
  await expect(load(file(arrays))).rejects.toThrow(message);
});

const half = ndarray("float16", [2, 2], Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x0001));

test.each([
  ["vocab.txt", "one\ntwo\n"],
  ["v.txt", "one\r\ntwo"],
  ["vocab.json", `["one", "two"]`],
  ["vocab.json", `{"two": 1, "one": 0}`],
  ["tokenizer.json", `{"model": {"vocab": {"one": 0}}, "added_tokens": [{"id": 1, "content": "two"}]}`],
  ["tokenizer.json", `{"model": {"type": "Unigram", "vocab": [["one", -1.5], ["two", -2]]}}`],
])("one matrix beside %s", async (name, vocabulary) => {
  const vectors = await load(file({ "embedding.weight": half }), {
    name: "v.safetensors",
    beside: { [name]: vocabulary },
  });
  expect([...vectors.words]).toEqual(["one", "two"]);
  expect(rowsOf(vectors)).toEqual([
    [1, -2],
    [0.333251953125, 2 ** -24],
  ]);
});

test.each([
  [{}, /no vocabulary lies beside it: vocab.txt, v.txt, vocab.json, tokenizer.json/],
  [{ "vocab.txt": "one\n" }, /holds 2 vectors, and vocab.txt beside it 1 words/],
  [{ "vocab.txt": "one\none\n" }, /vocab.txt beside it holds a word twice/],
  [{ "vocab.json": `{"one": 0, "two": 7}` }, /vocab.json beside it no list of words/],
  [{ "vocab.json": `null` }, /no list of words/],
  [{ "vocab.json": `{"one"` }, /no list of words/],
  [{ "tokenizer.json": `{"model": {"vocab": {"one": 0}}, "added_tokens": [null]}` }, /no list of words/],
])("a vocabulary that does not fit is refused: %j", async (beside, message) => {
  await expect(load(file({ x: matrix }), { name: "v.safetensors", beside })).rejects.toThrow(message);
});
