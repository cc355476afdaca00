import { expect, test } from "vitest";
import { loadDataset, loadSplits, subset, type ReadSpec } from "../../src/data/index.js";
import { numberedTexts, textLengths, wordsOf } from "../../src/data/index.js";
import { orderByLength } from "../../src/data/order-by-length.js";
import { Random } from "../../src/tensor/index.js";
import { folderOf } from "./scratch.js";

async function load(name: string, content: string | Uint8Array, spec: ReadSpec = { text: "text" }) {
  return loadDataset(name, spec, { baseDir: await folderOf({ [name]: content }) });
}

test("a column of texts makes texts of the samples", async () => {
  const { text, shape, labels, classes } = await load("a.csv", 'label,text\ngood,"so, so ""fun"""\nbad,\ngood,12\n');
  expect(text!.texts).toEqual(['so, so "fun"', "", "12"]);
  expect(shape).toEqual(["length"]);
  expect(classes).toEqual(["bad", "good"]);
  expect([...labels]).toEqual([1, 0, 1]);
});

test("labels may be the numbers of the classes that are named", async () => {
  const records = JSON.stringify([
    { text: "fun", class: 1 },
    { text: "dull", class: 0 },
  ]);
  const { classes, labels } = await load("a.json", records, { text: "text", classes: ["negative", "positive"] });
  expect(classes).toEqual(["negative", "positive"]);
  expect([...labels]).toEqual([1, 0]);
});

test("records without a label are left out, and told", async () => {
  const one = await load("a.json", '[{"text":"a","label":"x"},{"text":"b"},{"text":"c","label":"y"}]');
  expect(one.text!.texts).toEqual(["a", "c"]);
  expect(one.notes).toEqual([expect.stringMatching(/a\.json record 2 has no label: it is left out/)]);
  const two = await load("a.jsonl", '{"text":"a","label":"x"}\n{"text":"b","label":null}\n{"text":"c","label":" "}\n');
  expect(two.notes).toEqual([expect.stringMatching(/a\.jsonl: 2 rows have no label, the first is 2/)]);
});

test.each<[string, string, ReadSpec, RegExp]>([
  ["a.csv", "review,label\nx,y\n", { text: "text" }, /no column "text" \(data.text\). The columns are: review, label/],
  ["a.csv", "text,kind\nx,y\n", { text: "text" }, /Set data.label to one of the columns: text, kind/],
  ["a.csv", "text,label\nx,y,z\n", { text: "text" }, /Every line must have as many cells as the header/],
  ["a.csv", "text,label\nx,y\n", {}, /"x" is no finite number.*name a column of texts in data.text/],
  ["a.json", '[{"text":["x"],"label":1}]', { text: "text" }, /record 1, column text: \["x"\] is no text/],
  ["a.json", '{"text":"x"}', { text: "text" }, /expected a list of objects/],
  ["a.json", "[1]", { text: "text" }, /record 1: expected an object/],
  ["a.json", "[]", { text: "text" }, /the list is empty/],
  ["a.json", '[{"text":"x"}]', { text: "text" }, /no column is named label/],
])("%s with %j is refused", async (name, content, spec, message) => {
  await expect(load(name, content, spec)).rejects.toThrow(message);
});

test("bytes that are no UTF-8 are refused in JSON", async () => {
  await expect(load("a.json", Uint8Array.of(0x5b, 0xff, 0x5d))).rejects.toThrow(/this is no JSON/);
});

test("texts of one class cannot be learnt", async () => {
  const baseDir = await folderOf({ "a.csv": "text,label\na,x\nb,x\nc,x\n" });
  const splits = loadSplits({ train: "a.csv", text: "text" }, { baseDir, seed: 0 });
  await expect(splits).rejects.toThrow(/all samples are of one class \(x\)/);
});

test("a part of texts keeps each with its words", async () => {
  const dataset = await load("a.csv", "text,label\nx,a\ny,b\nz,a\n");
  const text = numberedTexts(dataset.text!.texts, [[1, 2], [], [3]]);
  const part = subset({ ...dataset, text }, [2, 0]);
  expect(part.text!.texts).toEqual(["z", "x"]);
  expect([...textLengths(part.text!)]).toEqual([1, 2]);
  expect([0, 1].map((i) => [...wordsOf(part.text!, i)])).toEqual([[3], [1, 2]]);
});

test("batches of like lengths are less than a tenth filling, and every text is in one", () => {
  const random = new Random(5);
  const lengths = Int32Array.from({ length: 3000 }, () => 1 + Math.floor(60 * random.next() ** 2));
  const order = Int32Array.from(random.permutation(3000));
  const batchSize = 32;
  const sorted = orderByLength(lengths, order, batchSize, { seed: 5, epoch: 0 });
  expect([...sorted].sort((a, b) => a - b)).toEqual([...lengths.keys()]);
  let [words, places] = [0, 0];
  for (let at = 0; at < sorted.length; at += batchSize) {
    const batch = [...sorted.subarray(at, at + batchSize)].map((i) => lengths[i]!);
    words += batch.reduce((sum, length) => sum + length, 0);
    places += batch.length * Math.max(...batch);
  }
  expect(1 - words / places).toBeLessThan(0.1);
  expect([...orderByLength(lengths, order, batchSize, { seed: 5, epoch: 0 })]).toEqual([...sorted]);
  expect([...orderByLength(lengths, order, batchSize, { seed: 5, epoch: 1 })]).not.toEqual([...sorted]);
});
