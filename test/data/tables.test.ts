import { describe, expect, test } from "vitest";
import { loadDataset, loadSplits, type ReadSpec } from "../../src/data/index.js";
import { LimbeckError } from "../../src/tensor/index.js";
import { folderOf } from "./scratch.js";

async function load(name: string, content: string | Uint8Array, spec: ReadSpec = {}) {
  return loadDataset(name, spec, { baseDir: await folderOf({ [name]: content }) });
}

test("CSV: every column but the label is a feature, quotes and signs as RFC 4180 has them", async () => {
  const table = await load("a.csv", '\ufeff"width","the ""height""",class\r\n1.5,-2,b\r\n"3",1e2,a\r\n\r\n0,.5,b\r\n');
  expect(table.features).toEqual(["width", 'the "height"']);
  expect([...table.inputs]).toEqual([1.5, -2, 3, 100, 0, 0.5]);
  expect(table.shape).toEqual([2]);
  expect(table.classes).toEqual(["a", "b"]);
  expect([...table.labels]).toEqual([1, 0, 1]);
});

test.each([";", "\t"])("CSV: columns parted by %j are seen in the header line", async (delimiter) => {
  const text = ["x,1;label", "2;b", "3;a"].join("\n").replaceAll(";", delimiter).replace(",", ".");
  expect([...(await load("a.csv", text)).inputs]).toEqual([2, 3]);
});

test("CSV: the recipe names label and features", async () => {
  const spec = { label: "kind", features: ["z", "x"] };
  const table = await load("a.csv", "x,name,kind,z\n1,Ann,10,2\n3,Bob,9,4\n5,Cid,9,6\n", spec);
  expect([...table.inputs]).toEqual([2, 1, 4, 3, 6, 5]);
  expect(table.classes).toEqual(["9", "10"]); // numbers by size, not by letters
  expect([...table.labels]).toEqual([1, 0, 0]);
});

test("JSONL: numbers and lists of numbers, in any order of fields", async () => {
  const table = await load("a.jsonl", '{"x":1,"y":[2,3],"label":true}\n\n{"label":false,"y":[4,5],"x":-1,"more":0}\n');
  expect([...table.inputs]).toEqual([1, 2, 3, -1, 4, 5]);
  expect(table.features).toEqual(["x", "y"]);
  expect(table.classes).toEqual(["false", "true"]);
});

test("several files are one table, and test data may have its columns in another order", async () => {
  const baseDir = await folderOf({
    "1.csv": "x,y,label\n1,2,a\n3,4,b\n",
    "2.csv": "label,y,x\na,6,5\nb,8,7\n",
    "test.csv": "y,label,x\n10,b,9\n",
  });
  const spec = { train: ["1.csv", "2.csv"], test: "test.csv", validation: 0 };
  const { train, test } = await loadSplits(spec, { baseDir, seed: 1 });
  expect([...train.inputs]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...test.inputs]).toEqual([9, 10]);
  expect([...test.labels]).toEqual([1]);
});

test("a label that only the test data has is named with its line", async () => {
  const baseDir = await folderOf({ "a.csv": "x,label\n1,a\n2,b\n3,a\n4,b\n", "t.csv": "x,label\n1,a\n2,c\n" });
  await expect(loadSplits({ train: "a.csv", test: "t.csv" }, { baseDir, seed: 1 })).rejects.toThrow(
    /t\.csv line 3: label "c" is not one of the classes \(a, b\)/,
  );
});

describe("refused, with the file, the line and the way out:", () => {
  test.each<{ what: string; name: string; content: string | Uint8Array; spec?: ReadSpec; message: RegExp }>([
    { what: "an empty CSV", name: "a.csv", content: "", message: /a\.csv: the file is empty/ },
    { what: "a CSV without rows", name: "a.csv", content: "x,label\n", message: /no rows below the header/ },
    {
      what: "a ragged row",
      name: "a.csv",
      content: "x,label\n1,a\n2\n",
      message: /a\.csv: .*line 3.*as many cells as the header/,
    },
    { what: "an open quote", name: "a.csv", content: 'x,label\n1,"a\n', message: /a\.csv: .*quote/i },
    { what: "a doubled column", name: "a.csv", content: "x,x,label\n1,2,a\n", message: /names the column "x" twice/ },
    { what: "a nameless column", name: "a.csv", content: "x,,label\n1,2,a\n", message: /a column without a name/ },
    {
      what: "no label column",
      name: "a.csv",
      content: "x,y\n1,2\n",
      message: /no column is named label.*columns: x, y/,
    },
    {
      what: "a missing label column",
      name: "a.csv",
      content: "x,sentiment\n1,2\n",
      spec: { label: "sentimnt" },
      message: /no column "sentimnt" \(data\.label\)\. The columns are: x, sentiment\. Did you mean "sentiment"/,
    },
    {
      what: "a missing feature",
      name: "a.csv",
      content: "x,label\n1,2\n",
      spec: { features: ["why"] },
      message: /no column "why" \(data\.features\)\. The columns are: x, label/,
    },
    {
      what: "a text for a number",
      name: "a.csv",
      content: "x,label\n1,a\ntwo,b\n",
      message: /line 3, column x: "two" is no finite number/,
    },
    {
      what: "an empty cell",
      name: "a.csv",
      content: "x,y,label\n1,,a\n",
      message: /line 2, column y: nothing is no finite number/,
    },
    {
      what: "a number beyond float32",
      name: "a.csv",
      content: "x,label\n1e39,a\n",
      message: /"1e39" is no finite number/,
    },
    {
      what: "a missing label",
      name: "a.csv",
      content: "x,label\n1,a\n2,\n",
      message: /line 3, column label: the label is missing/,
    },
    {
      what: "several labels in a cell",
      name: "a.csv",
      content: "x,label\n1,red|blue\n",
      message: /line 2, column label: "red\|blue" holds several labels\. Multi-label/,
    },
    {
      what: "several label columns",
      name: "a.csv",
      content: "x,a,b\n1,0,1\n",
      spec: { label: ["a", "b"] as unknown as string },
      message: /data\.label: expected the name of one column\. Several labels/,
    },
    { what: "nothing to learn from", name: "a.csv", content: "label\na\n", message: /no column to learn from/ },
    {
      what: "a gzipped CSV",
      name: "a.csv",
      content: Uint8Array.of(0x1f, 0x8b, 8),
      message: /is compressed\. Unpack it first/,
    },
    {
      what: "bad JSON",
      name: "a.jsonl",
      content: '{"x":1,"label":"a"}\n{"x":1,\n',
      message: /a\.jsonl line 2: this is no JSON/,
    },
    {
      what: "a line that is no object",
      name: "a.jsonl",
      content: "[1]\n",
      message: /a\.jsonl line 1: expected a JSON object/,
    },
    {
      what: "bytes that are no UTF-8",
      name: "a.jsonl",
      content: Uint8Array.of(0x22, 0xff, 0x22),
      message: /a\.jsonl line 1: this is no JSON/,
    },
    { what: "an empty JSONL", name: "a.jsonl", content: "\n", message: /a\.jsonl: the file is empty/ },
    {
      what: "a list of labels",
      name: "a.jsonl",
      content: '{"x":1,"label":["a","b"]}\n',
      message: /line 1, column label: \["a","b"\] holds several labels/,
    },
    {
      what: "an object for a label",
      name: "a.jsonl",
      content: '{"x":1,"label":{}}\n',
      message: /line 1, column label: the label is \{\}/,
    },
    {
      what: "a missing field",
      name: "a.jsonl",
      content: '{"x":1,"label":"a"}\n{"label":"a"}\n',
      message: /line 2, column x: nothing is no finite number/,
    },
    {
      what: "a field that only every object inherits",
      name: "a.jsonl",
      content: '{"toString":1,"label":"a"}\n{"label":"a"}\n',
      message: /line 2, column toString: nothing is no finite number/,
    },
    {
      what: "an inherited field",
      name: "a.jsonl",
      content: '{"x":1,"label":"a"}\n',
      spec: { features: ["toString"] },
      message: /no column "toString"/,
    },
    {
      what: "null for a number",
      name: "a.jsonl",
      content: '{"x":null,"label":"a"}\n',
      message: /line 1, column x: null is no finite number/,
    },
    {
      what: "lists without a number",
      name: "a.jsonl",
      content: '{"x":[],"label":"a"}\n',
      message: /line 1: 0 numbers, at least one expected/,
    },
    {
      what: "lists in lists",
      name: "a.jsonl",
      content: '{"x":[[1]],"label":"a"}\n',
      message: /line 1, column x: \[1\] is no finite number/,
    },
    {
      what: "lists of several lengths",
      name: "a.jsonl",
      content: '{"x":[1,2],"label":"a"}\n{"x":[1],"label":"a"}\n',
      message: /line 2: 1 numbers, as before 2 expected/,
    },
    {
      what: "a file of no known kind",
      name: "a.dat",
      content: "x",
      message: /a\.dat does not tell its format\. Set data\.format to one of idx/,
    },
    {
      what: "an unknown format",
      name: "a.csv",
      content: "x",
      spec: { format: "cvs" as "csv" },
      message: /no format "cvs"\. Did you mean "csv"/,
    },
  ])("$what", async ({ name, content, spec, message }) => {
    const error: unknown = await load(name, content, spec).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(LimbeckError);
    expect((error as Error).message).toMatch(message);
  });
});
