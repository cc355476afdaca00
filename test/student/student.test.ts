import { describe, expect, test } from "vitest";
import { Student, StudentError } from "../../src/student/index.js";
import { writeStudentFile } from "../../src/student/write-student-file.js";
import { expectClose } from "../reference.js";
import { cases, contentOf, textOf, vocabulary, type Case } from "./content.js";

const named = (name: string): Case => cases.find((one) => one.name === name)!;
const load = (given: Case, type?: "float32" | "float16" | "int8") =>
  Student.load(writeStudentFile(contentOf(given, type)));
const sampleOf = ({ input }: Case, sample: number[]) => (input.kind === "text" ? textOf(sample) : sample);

describe.each(cases)("$name", (given) => {
  test("answers as PyTorch does, in any order and again", async () => {
    const student = await load(given);
    const order = [...given.samples.keys(), ...[...given.samples.keys()].reverse()];
    for (const i of order) {
      const logits = student.logits(sampleOf(given, given.samples[i]!));
      expectClose([...logits], given.logits[i]!, { tolerance: 2e-5, of: `logits of sample ${i}` });
    }
  });

  test.each(["float16", "int8"] as const)("answers nearly so from %s", async (type) => {
    const student = await load(given, type);
    given.samples.forEach((sample, i) => {
      const logits = student.logits(sampleOf(given, sample));
      expectClose([...logits], given.logits[i]!, { tolerance: type === "int8" ? 0.15 : 0.02, of: `sample ${i}` });
    });
  });
});

test("a prediction names the likeliest class, and probabilities sum to 1", async () => {
  const student = await load(named("gru-8, last"));
  const given = named("gru-8, last");
  const one = student.predict(textOf(given.samples[0]!));
  const exponents = given.logits[0]!.map(Math.exp);
  const sum = exponents.reduce((a, b) => a + b);
  const largest = exponents.indexOf(Math.max(...exponents));
  expect(one.label).toBe(`class ${largest}`);
  expectClose(
    Object.values(one.probabilities),
    exponents.map((e) => e / sum),
  );
  expect(student.predict([textOf(given.samples[0]!), textOf(given.samples[1]!)])[0]).toEqual(one);
  expect(student.labels).toEqual(["class 0", "class 1", "class 2"]);
  expect(student.card).toEqual({ name: "gru-8, last" });
});

test("a table that holds the gates' rows themselves gives the same answers", async () => {
  const given = named("gru-8, last");
  const [table, input, bias] = ["table", "0.input", "0.inputBias"].map((name) => given.weights[name]!) as [
    Case["weights"][string],
    Case["weights"][string],
    Case["weights"][string],
  ];
  const [words, size] = table.shape as [number, number];
  const rows = Array.from({ length: words * 24 }, (_, at) => {
    const [word, gate] = [Math.floor(at / 24), at % 24];
    let sum = bias.data[gate]!;
    for (let k = 0; k < size; k++) sum += table.data[word * size + k]! * input.data[gate * size + k]!;
    return sum;
  });
  const layers = given.layers.map((layer) =>
    layer.kind === "recurrent"
      ? { ...layer, directions: layer.directions.map(({ hidden, hiddenBias }) => ({ hidden, hiddenBias })) }
      : layer,
  );
  const student = await load({
    ...given,
    layers,
    weights: { ...given.weights, table: { shape: [words, 24], data: rows } },
  });
  given.samples.forEach((sample, i) => {
    expectClose([...student.logits(textOf(sample))], given.logits[i]!, { tolerance: 2e-5, of: `sample ${i}` });
  });
});

test("words beyond the longest text of training do not count", async () => {
  const student = await load(named("gru-8, last"));
  const long = Array.from({ length: 20 }, (_, i) => vocabulary[i % 7]).join(" ");
  expect(student.predict(`${long} six six six`)).toEqual(student.predict(long));
  expect(student.places(`${long} six`)).toHaveLength(20);
});

test.each([
  ["an empty text", ""],
  ["blanks", " \n\t "],
  ["unknown words alone", "lorem ipsum dolor"],
  ["half a surrogate pair", "one \ud800 two \udc00"],
  ["punctuation", "!?.,;:"],
  ["a text of 10 MB", "one two ".repeat(1.25e6)],
  ["one word of a million letters", "x".repeat(1e6)],
])("%s gets a sound answer", async (_, text) => {
  const student = await load(named("bilstm-7, last"));
  const { label, probabilities } = student.predict(text);
  expect(student.labels).toContain(label);
  const values = Object.values(probabilities);
  expect(values.every(Number.isFinite)).toBe(true);
  expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
});

describe("a stream", () => {
  test("answers at each point as if the text ended there", async () => {
    const student = await load(named("gru-6 x2, last, dense"));
    const stream = student.stream();
    expect(stream.prediction).toEqual(student.predict(""));
    const another = await load(named("gru-6 x2, last, dense"));
    expect(stream.push("two th").prediction).toEqual(another.predict("two"));
    expect(stream.push("ree").prediction).toEqual(another.predict("two"));
    expect(stream.push(" six, ").prediction).toEqual(another.predict("two three six"));
    expect(stream.push("one").end().prediction).toEqual(another.predict("two three six one"));
    for (let i = 0; i < 30; i++) stream.push("zero ");
    expect(stream.prediction).toEqual(another.predict(`two three six one ${"zero ".repeat(30)}`));
  });

  test.each(["bigru-5, max", "textcnn", "bag, mean", "gru-49, mean"])("is refused by %s", async (name) => {
    const student = await load(named(name));
    expect(() => student.stream()).toThrow("only recurrent students of one direction can");
  });
});

describe("what is no sample", () => {
  test.each([
    ["gru-8, last", [1, 2], "This student reads text: give a string."],
    ["mlp, relu", "text", "This student reads numbers, not text."],
    ["mlp, relu", [1, 2, 3], "This student reads numbers: p, q, r, s; got 3 numbers, expected 4."],
    ["mlp, relu", { p: 1, q: 2 }, "The sample has no number for r, s. This student reads p, q, r, s."],
    ["cnn, 1 channels", [1, 2], "This student reads pixels of [1, 9, 6]; got 2 numbers, expected 54."],
  ])("%s: %j", async (name, sample, message) => {
    const student = await load(named(name));
    expect(() => student.predict(sample as number[])).toThrow(new StudentError(message));
  });

  test("numbers may be given by name", async () => {
    const given = named("mlp, tanh");
    const student = await load(given);
    const [p, q, r, s] = given.samples[0] as [number, number, number, number];
    expect(student.predict({ p, q, r, s })).toEqual(student.predict([p, q, r, s]));
  });
});

test("an address is fetched; one that cannot be is told", async () => {
  const bytes = writeStudentFile(contentOf(named("bag, mean")));
  const url = `data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`;
  const student = await Student.load(url);
  expect(student.predict("one two")).toEqual((await Student.load(bytes)).predict("one two"));
  await expect(Student.load("http://localhost:1/none.limbeck")).rejects.toThrow(
    "cannot be fetched. Is the address right?",
  );
});
