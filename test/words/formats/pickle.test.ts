import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { FormatError } from "../../../src/tensor/index.js";
import { pathOf } from "./files.js";
import { load } from "./load.js";

const pickle = (...parts: (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.of(part) : Buffer.from(part, "latin1"))));

test.each([
  ["a command", pickle("\x80\x02", "cos\nsystem\n", "(X\x04\0\0\0true", "tR."), /asks for os\.system/],
  ["eval", pickle("\x80\x04\x8c\x08builtins\x8c\x04eval\x93."), /asks for builtins\.eval/],
  ["a class of another library", pickle("\x80\x02csklearn.svm\nSVC\n."), /asks for sklearn\.svm\.SVC/],
  ["a function of an allowed module", pickle("\x80\x02cnumpy\nload\n."), /asks for numpy\.load/],
  ["a name of every object", pickle("\x80\x02cconstructor\nname\n."), /asks for constructor\.name/],
  ["a persistent id", pickle("\x80\x02", "X\x01\0\0\0a", "Q."), /holds the operation 0x51/],
  ["an extension", pickle("\x80\x02\x82\x01."), /holds the operation 0x82/],
  ["a call of a text", pickle("\x80\x02", "X\x01\0\0\0a", ")R."), /makes an object of what is no class/],
  ["an empty stack", pickle("\x80\x02."), /takes more values than there are/],
  ["a missing mark", pickle("\x80\x02", "t."), /up to a mark that there is not/],
  ["values below a mark", pickle("\x80\x02", "N(", "0."), /takes more values than there are/],
  ["what was not kept", pickle("\x80\x02", "h\x05."), /uses value 5 again/],
  ["a list that is none", pickle("\x80\x02", "NNa."), /appends to what is no list/],
  ["a dictionary that is none", pickle("\x80\x02", "NNNs."), /sets items of what is no dictionary/],
  ["a state of nothing", pickle("\x80\x02", "NNb."), /gives a state to what is no object/],
  ["a text longer than the file", pickle("\x80\x02", "X\xff\xff\xff\xff"), /its data would take 4294967295 bytes/],
  ["bytes longer than memory", pickle("\x80\x04\x8e", "\0\0\0\0\0\x01\0\0"), /its data would take/],
  ["no end", pickle("\x80\x02", "N"), /ends within its data/],
  ["many empty lists", pickle("\x80\x02", "]".repeat(5000)), /more lists and objects than word vectors do/],
  ["a list", pickle("\x80\x02]."), /holds no object of gensim's/],
  [
    "vectors without words",
    pickle("\x80\x02cgensim.models.keyedvectors\nKeyedVectors\n)\x81}b."),
    /without a list of words/,
  ],
])("a pickle with %s is refused", async (_, file, message) => {
  await expect(load(file)).rejects.toThrow(FormatError);
  await expect(load(file)).rejects.toThrow(message);
});

test("the message says what to do", async () => {
  await expect(load(pickle("\x80\x02", "cos\nsystem\n."))).rejects.toThrow(
    /open it with gensim, and save with save_word2vec_format/,
  );
});

test("a missing file beside is named", async () => {
  await expect(load(await readFile(pathOf("apart.kv")), { name: "apart.kv" })).rejects.toThrow(
    /apart\.kv\.vectors\.npy cannot be read: there is no such file/,
  );
});

test.each([
  ["<f4", "True", "(7, 5)", /no row-major array of plain numbers/],
  ["|O", "False", "(7, 5)", /no row-major array of plain numbers/],
  [">f4", "False", "(7, 5)", /numbers of the kind ">f4"/],
  ["<f4", "False", "(7, 5, 1)", /vectors of \[7, 5, 1\] numbers, expected \[words, size\]/],
  ["<f4", "False", "(5, 7)", /holds 7 words and 5 vectors/],
  ["<f4", "False", "(700000, 5)", /an array of \[700000, 5\] numbers would take/],
])("an array of %s, Fortran order %s, shape %s is refused", async (dtype, fortran, shape, message) => {
  const header = `{'descr': '${dtype}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
  const npy = Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00", "latin1"),
    Buffer.of(header.length & 255, header.length >> 8),
    Buffer.from(header),
    Buffer.alloc(140),
  ]).toString("latin1");
  const beside = { "apart.kv.vectors.npy": Buffer.from(npy, "latin1") as unknown as string };
  await expect(load(await readFile(pathOf("apart.kv")), { name: "apart.kv", beside })).rejects.toThrow(message);
});
