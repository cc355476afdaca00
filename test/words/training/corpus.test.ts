import { gzipSync } from "node:zlib";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WordCounts } from "../../../src/words/training/corpus/word-counts.js";
import { Phrases } from "../../../src/words/training/phrases/phrases.js";
import { folderOf } from "../../data/scratch.js";
import { reference } from "../../reference.js";
import { corpusOf } from "./corpus-of.js";

interface PhraseCase {
  readonly scoring: "default" | "npmi";
  readonly threshold: number;
  readonly minCount: number;
  readonly passes: readonly (readonly [phrase: string, score: number])[][];
  readonly joined: readonly string[];
}

const gensim = reference<{
  text: readonly string[];
  vocabulary: Counted;
  phrases: readonly PhraseCase[];
}>("words/corpus.json");

const text = `${gensim.text.join("\n")}\n`;

type Counted = readonly (readonly [word: string, count: number])[];
const byCountAndName = (counted: Counted): Counted => [...counted].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

async function* each<Piece>(pieces: Iterable<Piece>): AsyncGenerator<Piece> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

describe("where text comes from", () => {
  const files = {
    "corpus.txt": text,
    "corpus.gz": gzipSync(text),
    "folder/a.txt": gensim.text.slice(0, 100).join("\n"),
    "folder/b/c.gz": gzipSync(gensim.text.slice(100).join("\r\n")),
    "folder/.hidden": "hidden hidden hidden hidden hidden hidden",
  };
  test.each(["corpus.txt", "corpus.gz", "folder"])("%s: gensim's vocabulary, the same sentences", async (path) => {
    const { counted, sentences, spool } = await corpusOf(join(await folderOf(files), path), { minCount: 5 });
    expect(byCountAndName(counted)).toEqual(byCountAndName(gensim.vocabulary)); // equal counts have no order in gensim
    expect(counted.map(([, count]) => count)).toEqual(gensim.vocabulary.map(([, count]) => count));
    const frequent = new Set(counted.map(([word]) => word));
    expect(sentences).toEqual(gensim.text.map((line) => line.split(" ").filter((word) => frequent.has(word))));
    expect(spool).toMatchObject({
      rawWords: text.split(/\s+/).length - 1,
      words: sentences.flat().length,
      sentences: sentences.length,
      ids: sentences.flat().length + sentences.length,
    });
  });

  test("lines, words and bytes from anywhere are the same", async () => {
    const expected = await corpusOf(gensim.text);
    const words = gensim.text.map((line) => line.split(" "));
    for (const source of [each(gensim.text), words, each(words), [text], [Buffer.from(text)], each([text, "\n"])]) {
      expect((await corpusOf(source)).sentences).toEqual(expected.sentences);
    }
  });
});

describe("words", () => {
  test("bytes may be cut anywhere", async () => {
    const letters = fc.constantFrom("a", "b", "é", "字", "😀", " ", "\t", "\u00a0", "\u3000", "\u2028", "\u0085", "\n");
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: letters }), fc.array(fc.nat(20)), async (content, cuts) => {
        const bytes = Buffer.from(`${content}\nend`);
        const pieces: Uint8Array[] = [];
        let from = 0;
        for (const cut of cuts) pieces.push(bytes.subarray(from, (from += cut)));
        pieces.push(bytes.subarray(from));
        const lines = `${content}\nend`
          .split("\n")
          .map((line) => line.split(/[\s\u0085]+/).filter((word) => word !== ""));
        expect((await corpusOf(pieces)).sentences).toEqual(lines.filter((line) => line.length > 0));
      }),
    );
  });

  test("what is no UTF-8 is replaced and counted", async () => {
    const broken = Buffer.from("a \xff\xfe b\xc3 \xe2\x82 \xef\xbf\xbd \xf0\x9f\x98\x80\n\xe2", "latin1");
    const { sentences, invalidSequences } = await corpusOf([broken.subarray(0, 9), broken.subarray(9)]);
    expect(sentences).toEqual([["a", "\ufffd\ufffd", "b\ufffd", "\ufffd", "\ufffd", "😀"], ["\ufffd"]]);
    expect(invalidSequences).toBe(5);
    expect((await corpusOf(["a\ud800"])).sentences).toEqual([["a\ufffd"]]);
  });

  test("a byte order mark is no word", async () => {
    const folder = await folderOf({ "bom.txt": "\ufeffone two" });
    expect((await corpusOf(join(folder, "bom.txt"))).sentences).toEqual([["one", "two"]]);
  });

  test("long lines are cut, long words left out", async () => {
    const line = Buffer.from("a ".repeat(25_000));
    const { sentences } = await corpusOf([line.subarray(0, 30_000), line.subarray(30_000)]);
    expect(sentences.map((sentence) => sentence.length)).toEqual([10_000, 10_000, 5000]);
    const { spool, ...rest } = await corpusOf([
      Buffer.from(`a ${"x".repeat(2000)}`),
      Buffer.from("x".repeat(9000) + " b"),
    ]);
    expect(rest.sentences).toEqual([["a", "b"]]);
    expect(spool.rawWords).toBe(3);
  });

  test("by the word tokeniser, a line at a time", async () => {
    const pieces = ["It's Fun! See w", "ww.example.org.\n\nA 2nd line", "\n"].map((piece) => Buffer.from(piece));
    const { sentences } = await corpusOf(pieces, { tokenizer: "words" });
    expect(sentences).toEqual([
      ["it's", "fun", "see", "<url>"],
      ["a", "2nd", "line"],
    ]);
    const kept = await corpusOf(pieces, { tokenizer: { lowercase: false, addresses: "drop" } });
    expect(kept.sentences[0]).toEqual(["It's", "Fun", "See"]);
  });

  test("an endless line does not fill the memory of the tokeniser", async () => {
    const pieces = Array.from({ length: 60 }, () => Buffer.from("word ".repeat(20_000)));
    const { spool, vocabulary } = await corpusOf(pieces, { tokenizer: "words" });
    expect([spool.rawWords, spool.sentences, vocabulary.words.length]).toEqual([1_200_000, 120, 1]);
  });
});

describe("the vocabulary", () => {
  test("is limited to the most frequent, of equally frequent ones those met first", async () => {
    const { counted } = await corpusOf(["c b a a", "b c d"], { maxVocab: 2 });
    expect(counted).toEqual([
      ["c", 2],
      ["b", 2],
    ]);
  });

  test("keeps known words, and adds their counts", async () => {
    const before = await corpusOf(["old old both both both"]);
    const known = { ...before.vocabulary, phrases: before.phrases };
    const { counted, sentences } = await corpusOf(["new new both new rare", "rare"], { known, minCount: 3 });
    expect(counted).toEqual([
      ["both", 4],
      ["new", 3],
      ["old", 2],
    ]);
    expect(sentences).toEqual([["new", "new", "both", "new"]]);
  });
});

test("counting within a limit forgets the rarest, and a count is that of the present number", () => {
  const counts = new WordCounts({ capacity: 16 });
  const add = (word: string) => counts.add(Buffer.from(word), 0, word.length);
  const numbers = new Map<number, string>();
  const spooled: number[] = [];
  for (let i = 0; i < 400; i++) {
    const word = i % 2 === 0 ? "often" : i % 5 === 0 ? "sometimes" : `rare${i}`;
    const number = add(word);
    expect(numbers.get(number) ?? word).toBe(word);
    numbers.set(number, word);
    spooled.push(number);
  }
  const { words, counts: counted, rowOf } = counts.finish();
  expect(words.length).toBeLessThanOrEqual(16);
  expect([...words].slice(0, 2)).toEqual(["often", "sometimes"]);
  expect([...counted.slice(0, 2)]).toEqual([200, 40]);
  for (const [row, word] of [...words].entries()) {
    expect(spooled.filter((number) => rowOf![number] === row)).toHaveLength(counted[row]!);
    expect(spooled.filter((number) => rowOf![number] === row && numbers.get(number) !== word)).toEqual([]);
  }
});

describe("phrases", () => {
  test.each(gensim.phrases)("$scoring: gensim's phrases, scores and joined sentences", async (expected) => {
    const { scoring, threshold, minCount } = expected;
    const options = { phrases: { passes: 2, scoring, threshold, minCount } };
    const { phrases, sentences, counted } = await corpusOf(gensim.text, options);
    for (const [i, pass] of expected.passes.entries()) {
      const scores = new Map(phrases.passes[i]!.map(({ first, second, score }) => [`${first}_${second}`, score]));
      for (const [phrase, score] of pass) expect(scores.get(phrase), phrase).toBeCloseTo(score, 6);
    }
    expect(sentences.slice(0, expected.joined.length).map((words) => words.join(" "))).toEqual(expected.joined);
    expect(gensim.text.map((line) => phrases.join(line.split(" ")))).toEqual(sentences);
    const all = sentences.flat();
    for (const [word, count] of counted)
      expect([word, all.filter((one) => one === word).length]).toEqual([word, count]);
  });

  test("found before are joined before new ones are sought", async () => {
    const phrases = new Phrases([[{ first: "new", second: "york", score: 9 }]]);
    const known = { ...(await corpusOf(["new_york"])).vocabulary, phrases };
    const options = { known, phrases: { passes: 1, minCount: 1, threshold: 0.1, scoring: "default" } } as const;
    const lines = ["new york times", "new york times", "times new york", "a b c"];
    const { sentences, ...joined } = await corpusOf(lines, options);
    expect(sentences.slice(0, 3)).toEqual([["new_york_times"], ["new_york_times"], ["times", "new_york"]]);
    expect(joined.phrases.passes).toHaveLength(2);
  });
});

describe("bad input", () => {
  const files = {
    "empty.txt": "",
    "blank.txt": " \n\n\t",
    "few.txt": "one two two",
    "image.png": Buffer.from([0x89, 0x50, 0, 1]),
    "windows.txt": Buffer.from("\ufeffwords", "utf16le"),
    "cut.gz": gzipSync(text).subarray(0, 500),
    "folder/.hidden": "words",
  };
  test.each([
    ["empty.txt", /holds no word/],
    ["blank.txt", /holds no word/],
    ["few.txt", /No word of the text occurs 5 times or more: the most frequent one occurs 2 times\./],
    ["image.png", /image\.png: is no text/],
    ["windows.txt", /windows\.txt: is UTF-16\. Turn it into UTF-8/],
    ["cut.gz", /cut\.gz: its gzip data is broken/],
    ["folder", /folder: the folder holds no file/],
    ["emty.txt", /emty\.txt cannot be read: .*Did you mean .*empty\.txt\?/],
  ])("%s", async (path, message) => {
    await expect(corpusOf(join(await folderOf(files), path), { minCount: 5 })).rejects.toThrow(message);
  });

  test.each<[unknown, RegExp]>([
    [[["a", "new york"]], /the sentence after 0 words has "new york" as a word/],
    [
      [
        ["a", "b"],
        ["c", ""],
      ],
      /the sentence after 2 words has "" as a word/,
    ],
    [[["a", 3]], /has 3 as a word/],
    [[7], /is number\. Expected bytes, a line of text, or an array of words\./],
  ])("%j as a text", async (source, message) => {
    await expect(corpusOf(source as string[][])).rejects.toThrow(message);
  });

  test("reading stops when it is told to", async () => {
    const controller = new AbortController();
    async function* endless() {
      for (;;) yield await new Promise<string>((resolve) => setTimeout(resolve, 1, "a b c"));
    }
    setTimeout(() => controller.abort(), 50);
    await expect(corpusOf(endless(), { signal: controller.signal })).rejects.toThrow("aborted");
    async function* silent() {
      yield "a b c";
      await new Promise(() => undefined);
    }
    const signal = AbortSignal.timeout(50);
    await expect(corpusOf(silent(), { signal })).rejects.toThrow("timeout");
    await expect(corpusOf(["a b c"], { signal })).rejects.toThrow("timeout");
  });
});
