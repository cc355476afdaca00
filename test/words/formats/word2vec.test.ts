import { expect, test } from "vitest";
import { DataError, FormatError } from "../../../src/tensor/index.js";
import { load, rowsOf } from "./load.js";

const floats = (...numbers: number[]): Buffer => Buffer.from(Float32Array.from(numbers).buffer);
const binary = (...parts: (string | Buffer)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));

test("the C tool ends vectors with newlines", async () => {
  const file = binary("2 2\n", "</s> ", floats(1, 2), "\nfoo ", floats(3, 4), "\n");
  const vectors = await load(file);
  expect([...vectors.words]).toEqual(["</s>", "foo"]);
  expect(rowsOf(vectors)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("the C tool's text has blanks at the ends of lines", async () => {
  const vectors = await load("2 2\n</s> 0.004003 0.004419 \nfoo -0.25 1.5 \n");
  expect([...vectors.words]).toEqual(["</s>", "foo"]);
  expect(rowsOf(vectors)[1]).toEqual([-0.25, 1.5]);
});

test.each([
  ["binary", binary("3 1\n", "a ", floats(1), "b ", floats(2), "a ", floats(3))],
  ["text", "3 1\na 1\nb 2\na 3\n"],
  ["text without a header", "a 1 1\nb 2 2\na 3 3\n"],
])("of equal words the first counts: %s", async (_, file) => {
  const vectors = await load(file);
  expect([...vectors.words]).toEqual(["a", "b"]);
  expect(rowsOf(vectors).map(([first]) => first)).toEqual([1, 2]);
});

test("what is no UTF-8 becomes U+FFFD", async () => {
  const vectors = await load(binary("1 1\n", Buffer.of(0x61, 0xe2, 0x82), " ", floats(1)));
  expect([...vectors.words]).toEqual(["a\ufffd"]);
  expect(vectors.has("a\ufffd")).toBe(true);
});

test("words of text files may hold blanks: the numbers are the last ones", async () => {
  const vectors = await load("3 2\nnew york 1 2\n. . . 3 4\nplain 5 6\n");
  expect([...vectors.words]).toEqual(["new york", ". . .", "plain"]);
  expect([...(await load("at 1 2\nnew york 3 4\n")).words]).toEqual(["at", "new york"]);
});

test("tabs, carriage returns, no newline at the end, a word that is a number", async () => {
  const vectors = await load("1999\t1\t-2e-3\r\nb\t+.5\t7.\r\nc 1 2");
  expect([...vectors.words]).toEqual(["1999", "b", "c"]);
  expect(rowsOf(vectors)[1]).toEqual([0.5, 7]);
});

test.each([
  [
    "0.1",
    "1e10",
    "-1.5e-45",
    "123456789012345678901234567890",
    "3.4028235e38",
    "0.1234567890123456789",
    "1e-400",
    "-0",
  ],
])("numbers are read as JavaScript reads them", async (...numbers) => {
  const [row] = rowsOf(await load(`word ${numbers.join(" ")}\n`));
  expect(row).toEqual(numbers.map((text) => Math.fround(Number(text))));
});

test.each([
  [
    "promises more words than there are bytes",
    "9999999 300\nfoo 1 2",
    FormatError,
    /9999999 words of 300 .* would take/,
  ],
  ["ends early", "3 2\na 10 20\nb 10 20\n", FormatError, /ends within word 3 of 3/],
  ["ends within a line", "2 3\naa 1 22 3\nbb 1\n", FormatError, /line 3 holds a word and 1 numbers, expected 3/],
  ["has more words", "1 2\na 1 2\nb 1 2\n", FormatError, /more than the 1 words that its header promises/],
  ["has other numbers", "2 2\na 1 2\nb 1 two\n", FormatError, /line 3: "two" is no number.* number 2 of 2/],
  ["promises nothing", "0 5\n", FormatError, /promises 0 words of 5/],
  ["has no numbers", "3 0\na b c\n", FormatError, /promises 3 words of 0/],
  ["holds NaN", "2 2\na 1 2\nb 1 nan\n", DataError, /number 2 of the vector of "b" is NaN/],
  ["holds an infinite number", "a 1 2\nb -inf 2\n", DataError, /number 1 of the vector of "b" is -Infinity/],
  [
    "is cut off",
    binary("2 2\n", "a ", floats(1, 2), "b ", floats(1)),
    FormatError,
    /ends within word 2 of 2|would take/,
  ],
  ["lies about its size", binary("1 900000000\n", "a ", floats(1, 2)), FormatError, /would take 3600000001 bytes/],
  ["has more vectors", binary("1 1\n", "a ", floats(1), "b ", floats(1)), FormatError, /holds more than the 1 words/],
  [
    "has no blank",
    binary("1 20000\n", Buffer.alloc(90_000, "x")),
    FormatError,
    /word 1 of 1 is longer than 65536 bytes/,
  ],
  ["is empty", "", FormatError, /no word vectors in a known format: safetensors, gensim/],
  ["is prose", "It was the best of times,\nit was", FormatError, /no word vectors in a known format/],
])("a file that %s is refused", async (_, file, kind, message) => {
  await expect(load(file)).rejects.toThrow(kind);
  await expect(load(file)).rejects.toThrow(message);
});

test("broken gzip data are a clear error", async () => {
  const broken = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x41, 0x42, 0x43);
  await expect(load(broken)).rejects.toThrow(/its gzip data is broken .* fetch it again/);
});
