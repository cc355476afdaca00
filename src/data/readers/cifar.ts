import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DataError, FormatError, OptionError } from "../../tensor/index.js";
import { numberedClasses } from "../class-labels.js";
import { readDataFile, unreadable } from "../data-file.js";
import type { DataSource } from "../data-spec.js";
import type { ReadContext, Reader } from "../reader.js";

/**
 * The binary version of CIFAR-10 and CIFAR-100: a folder as it comes out of the archive, or one or more of its .bin files.
 * Which of the two it is, the size tells: a record is one label (CIFAR-100: a coarse, then a fine one) and 3072 bytes,
 * `[3, 32, 32]`. Class names are read from the text files that lie beside.
 * Source: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
 */
export const cifar: Reader = {
  format: "cifar",
  summary: "CIFAR-10 and CIFAR-100, binary version: the folder, or its .bin files",
  recognizes: (path, isFolder) => (isFolder ? /cifar/i.test(path) && !/png|jpe?g/i.test(path) : /\.bin$/i.test(path)),
  async read(source, context) {
    const { where, locate } = context;
    const paths = (await Promise.all(pathsOf(source, where).map(locate))).map((path) => binaries(path, context));
    const loaded = [];
    for (const path of (await Promise.all(paths)).flat()) loaded.push(await readDataFile(path, where));
    const parts = loaded.map(({ bytes, file }) => parseCifar(bytes, file.path, context.coarse));
    const variants = new Set(parts.map(({ variant }) => variant));
    if (variants.size > 1) throw new DataError(`${where}: CIFAR-10 and CIFAR-100 files are mixed. Name files of one.`);
    const variant = variants.has("cifar-10") ? "cifar-10" : context.coarse ? "cifar-100-coarse" : "cifar-100";
    const labels = Int32Array.from(parts.flatMap((part) => [...part.labels]));
    const names = context.classes ?? (await classNames(variant, dirname(loaded[0]!.file.path)));
    return {
      inputs: joined(parts.map(({ pixels }) => pixels)),
      shape: [3, 32, 32],
      labels,
      classes: numberedClasses(labels, names, where),
      files: loaded.map(({ file }) => file),
    };
  },
  async ownTest(source, context) {
    if (typeof source !== "string" || !(await isFolder(await context.locate(source), context.where))) return undefined;
    const [test] = await binaries(await context.locate(source), { ...context, role: "test" });
    return test;
  },
};

const pixelBytes = 3 * 32 * 32;

/**
 * One .bin file of CIFAR.
 * @param coarse of CIFAR-100, the first label of each record in place of the second
 * @returns `labels` `[samples]` and `pixels` `[samples, 3, 32, 32]`
 * @throws FormatError if the file is no whole number of records
 */
export function parseCifar(
  bytes: Uint8Array,
  name: string,
  coarse = false,
): { variant: "cifar-10" | "cifar-100"; labels: Uint8Array; pixels: Uint8Array } {
  const isTen = bytes.length % (pixelBytes + 1) === 0;
  if (bytes.length === 0 || (!isTen && bytes.length % (pixelBytes + 2) !== 0)) {
    throw new FormatError(
      `${name}: ${bytes.length} bytes are no whole number of CIFAR records ` +
        `(${pixelBytes + 1} bytes each in CIFAR-10, ${pixelBytes + 2} in CIFAR-100). ` +
        `It is truncated, or not the binary version: fetch it again.`,
    );
  }
  const record = pixelBytes + (isTen ? 1 : 2);
  const labelAt = isTen || coarse ? 0 : 1;
  const samples = bytes.length / record;
  const labels = new Uint8Array(samples);
  const pixels = new Uint8Array(samples * pixelBytes);
  for (let i = 0; i < samples; i++) {
    labels[i] = bytes[i * record + labelAt]!;
    pixels.set(bytes.subarray((i + 1) * record - pixelBytes, (i + 1) * record), i * pixelBytes);
  }
  return { variant: isTen ? "cifar-10" : "cifar-100", labels, pixels };
}

function pathsOf(source: DataSource, where: string): readonly string[] {
  if (typeof source === "string") return [source];
  if (!("images" in source)) return source;
  throw new OptionError(`${where}: CIFAR files hold images and labels together: name the folder or the .bin files.`);
}

const isFolder = (path: string, where: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw unreadable(path, where, error);
    },
  );

/** The file itself, or the files of a folder that the role asks for. */
async function binaries(path: string, { role, where }: ReadContext): Promise<string[]> {
  if (!(await isFolder(path, where))) return [path];
  const wanted = role === "train" ? /^(data_batch.*|train)\.bin$/ : /^(test_batch.*|test)\.bin$/;
  const found = await readdir(path).catch((error: unknown) => {
    throw unreadable(path, where, error);
  });
  const all = found.sort();
  const names = all.filter((name) => wanted.test(name));
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new DataError(
    `${where}: ${path} holds no ${role === "train" ? "data_batch_1.bin … or train.bin" : "test_batch.bin or test.bin"}` +
      ` (it holds ${all.slice(0, 8).join(", ") || "nothing"}). Fetch the binary version of CIFAR, or name its .bin files.`,
  );
}

const variants = {
  "cifar-10": { file: "batches.meta.txt", count: 10 },
  "cifar-100": { file: "fine_label_names.txt", count: 100 },
  "cifar-100-coarse": { file: "coarse_label_names.txt", count: 20 },
} as const;
const tenClasses = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/** The names that lie beside the data; without them the known ten, or numbers. */
async function classNames(variant: keyof typeof variants, folder: string): Promise<string[]> {
  const { file, count } = variants[variant];
  const text = await readFile(join(folder, file), "utf8").catch(() => "");
  const names = text.split(/\r?\n/).filter((name) => name.trim() !== "");
  if (names.length === count) return names;
  return variant === "cifar-10" ? tenClasses : Array.from({ length: count }, (_, i) => String(i));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
