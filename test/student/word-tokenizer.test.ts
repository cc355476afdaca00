import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WordTokenizer } from "../../src/student/index.js";

const words = (text: string, options = {}) => new WordTokenizer(options).tokenize(text);

describe("words", () => {
  test.each<[string, readonly string[]]>([
    ["This movie is fun!", ["this", "movie", "is", "fun"]],
    ["don't l'eau rock'n'roll 'quoted' dogs'", ["don't", "l'eau", "rock'n'roll", "quoted", "dogs"]],
    ["It’s here", ["it's", "here"]],
    ["well-known and/or", ["well", "known", "and", "or"]],
    ["new_york covid19 3rd", ["new_york", "covid19", "3rd"]],
    ["3.14 1,000.50 3. .5 5,x 2024-01-02", ["3.14", "1,000.50", "3", "5", "5", "x", "2024", "01", "02"]],
    ["naïve cafe\u0301 STRASSE ΣΟΦΟΣ Привет", ["naïve", "café", "strasse", "σοφος", "привет"]],
    ["co\u00adoperate", ["cooperate"]],
    ["我喜欢 さくら กาแฟ नमस्ते می\u200cخواهم", ["我", "喜", "欢", "さくら", "กาแฟ", "नमस्ते", "می\u200cخواهم"]],
    ["😀 ❤\ufe0f ok \u0301", ["ok"]],
    ["a\ud800b \udc00", ["a", "b"]],
    ["", []],
    [" \t\r\n ", []],
  ])("%j", (text, expected) => expect(words(text)).toEqual(expected));
});

describe("options", () => {
  test("capitals stay where they are asked to", () =>
    expect(words("Paris in May", { lowercase: false })).toEqual(["Paris", "in", "May"]));

  test.each([
    ["keep", ["in", "1984", "3.50", "v2"]],
    ["mask", ["in", "<number>", "<number>", "v2"]],
    ["drop", ["in", "v2"]],
  ])("numbers: %s", (numbers, expected) => expect(words("In 1984, 3.50 v2", { numbers })).toEqual(expected));

  test.each([
    ["keep", ["see", "https://a.org/b?c=d", "or", "www.e.com", "j.doe+x@f.co.uk", "now"]],
    ["mask", ["see", "<url>", "or", "<url>", "<email>", "now"]],
    ["drop", ["see", "or", "now"]],
  ])("addresses: %s", (addresses, expected) =>
    expect(words("See (https://a.org/b?c=d) or www.e.com. J.Doe+x@f.co.uk, now", { addresses })).toEqual(expected),
  );

  test("what only looks like an address is words", () =>
    expect(words("@you a@b www x://y")).toEqual(["you", "a", "b", "www", "x", "y"]));

  test("punctuation and emoji as words", () =>
    expect(words("Fun! :-) 😀", { punctuation: true })).toEqual(["fun", "!", ":", "-", ")", "😀"]));

  test("defaults are filled in, so that they can be saved", () =>
    expect(new WordTokenizer({ punctuation: true }).options).toEqual({
      lowercase: true,
      numbers: "keep",
      addresses: "mask",
      punctuation: true,
    }));
});

test("no word is empty or holds white space, and words alone give themselves", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const found = words(text, { addresses: "keep" });
      for (const word of found) expect(word).toMatch(/^\S+$/u);
      expect(words(found.join(" "), { addresses: "keep" })).toEqual(found);
    }),
    { numRuns: 500 },
  );
});

test.each(["a.", "a@", "a.a@a", "http://.", "'", "1,", "a-@", "x@a."])(
  "a million times %j takes no time out of proportion",
  { timeout: 10_000 },
  (part) => expect(words(part.repeat(1_000_000)).length).toBeLessThanOrEqual(2_000_001),
);
