import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 } from "../../src/student/crc32.js";
import { fromFloat16, toFloat16 } from "../../src/student/float16.js";
import { Student, StudentError } from "../../src/student/index.js";
import { readStudentFile, type StudentContent } from "../../src/student/student-file.js";
import { writeStudentFile } from "../../src/student/write-student-file.js";
import { cases, contentOf } from "./content.js";

const content = contentOf(
  cases.find(({ name }) => name === "gru-8, last")!,
  "int8",
);
const file = writeStudentFile(content);

test("what is packed comes out again, and the same content gives the same bytes", () => {
  const read = readStudentFile(file);
  expect(read.model).toMatchObject(content.model);
  expect(read.vocabulary).toEqual(content.vocabulary);
  expect(read.weights).toEqual(content.weights);
  expect(writeStudentFile(content)).toEqual(file);
});

test.each([
  ["nothing", new Uint8Array(), "This is no packaged student"],
  ["another file", new TextEncoder().encode("PK\u0003\u0004 some other file"), "This is no packaged student"],
  ["half of it", file.slice(0, file.length / 2), "its checksum does not fit"],
  ["one bit turned", file.map((byte, i) => (i === 500 ? byte ^ 8 : byte)), "its checksum does not fit"],
])("%s is refused", async (_, bytes, message) => {
  await expect(Student.load(bytes)).rejects.toThrow(message);
});

test("any damage is told by the checksum, and none crashes", async () => {
  const damage = fc.array(fc.record({ at: fc.nat(file.length - 1), byte: fc.nat(255) }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(file.length), async (changes, length) => {
      const bytes = file.slice(0, length);
      for (const { at, byte } of changes) if (at < length) bytes[at] = byte;
      if (Buffer.from(bytes).equals(Buffer.from(file))) return;
      await expect(Student.load(bytes)).rejects.toBeInstanceOf(StudentError);
    }),
    { numRuns: 300 },
  );
});

/** The file with another manifest, its checksum made right: what somebody with bad intent would send. */
function forged(change: (manifest: Record<string, unknown>) => void): Uint8Array {
  const view = new DataView(file.buffer);
  const length = view.getUint32(8, true);
  const manifest = JSON.parse(new TextDecoder().decode(file.subarray(16, 16 + length))) as Record<string, unknown>;
  change(manifest);
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  const padded = 16 * Math.ceil(json.length / 16);
  const bytes = new Uint8Array(16 + padded + file.length - 16 - length);
  bytes.set(file.subarray(0, 8));
  bytes.fill(0x20, 16, 16 + padded).set(json, 16);
  bytes.set(file.subarray(16 + length), 16 + padded);
  const out = new DataView(bytes.buffer);
  out.setUint32(8, padded, true);
  out.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

type Loose = Record<string, never>;

test.each([
  ["a newer format", (m: Loose) => Object.assign(m, { format: 9 }), "has format 9, this runtime reads 1"],
  ["no labels", (m: Loose) => Object.assign(m, { labels: [] }), "its model is not sound"],
  ["another number of labels", (m: Loose) => Object.assign(m, { labels: ["a"] }), "do not end in 1 numbers"],
  ["an unknown layer", (m: Loose) => Object.assign(m["layers"]![1]!, { kind: "magic" }), 'no layer "magic"'],
  ["an unknown cell", (m: Loose) => Object.assign(m["layers"]![1]!, { cell: "magic" }), 'no cell "magic"'],
  ["an unknown pooling", (m: Loose) => Object.assign(m["layers"]![2]!, { by: "magic" }), 'no pooling "magic"'],
  ["another width", (m: Loose) => Object.assign(m["layers"]![1]!, { hidden: 9 }), "is [24, 8], expected [27, 9]"],
  ["a missing weight", (m: Loose) => Object.assign(m["layers"]![0]!, { table: "none" }), 'no weight "none"'],
  [
    "no table of words",
    (m: Loose) => (m["layers"] as unknown as unknown[]).shift(),
    "does not begin with a table of words",
  ],
  ["no layer", (m: Loose) => Object.assign(m, { layers: [] }), "do not end in 3 numbers"],
  ["a weight behind the end", (m: Loose) => Object.assign(m["weights"]![0]!, { at: 1e9 }), "lies behind its end"],
  ["a weight of another size", (m: Loose) => Object.assign(m["weights"]![0]!, { shape: [1e6, 1e6] }), "behind its end"],
  ["a negative place", (m: Loose) => Object.assign(m["weights"]![0]!, { at: -8 }), "weights is not sound"],
  ["fewer words", (m: Loose) => Object.assign(m["vocabulary"]!, { words: 3 }), "promises 3 words and has 7"],
  ["a text without end", (m: Loose) => Object.assign(m["input"]!, { maxLength: 1e12 }), "maxLength is 1000000000000"],
  ["an input nobody knows", (m: Loose) => Object.assign(m["input"]!, { kind: "smell" }), 'no input "smell"'],
])("forged, with a checksum that fits: %s", async (_, change, message) => {
  const loading = Student.load(forged(change as (manifest: Record<string, unknown>) => void));
  await expect(loading).rejects.toBeInstanceOf(StudentError);
  await expect(loading).rejects.toThrow(message);
});

test("numbers of 16 bits: every one comes back, and others go to the nearest", () => {
  for (let bits = 0; bits < 65536; bits++) {
    const value = fromFloat16(bits);
    if (Number.isNaN(value)) expect(fromFloat16(toFloat16(value))).toBeNaN();
    else expect(toFloat16(value)).toBe(bits);
  }
  expect(
    [1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, 2 ** -25, 3 * 2 ** -25].map((x) => fromFloat16(toFloat16(x))),
  ).toEqual([1, 1 + 2 ** -9, 65504, Infinity, 0, 2 ** -23]);
});

test("the checksum is CRC-32", () => expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926));

test("a student of numbers has no vocabulary in its file", () => {
  const mlp: StudentContent = contentOf(cases.find(({ name }) => name === "mlp, relu")!);
  const read = readStudentFile(writeStudentFile(mlp));
  expect(read.vocabulary).toEqual([]);
});
