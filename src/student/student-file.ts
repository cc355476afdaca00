import { crc32 } from "./crc32.js";
import type { StudentModel } from "./model.js";
import { StudentError } from "./student-error.js";
import { weightTypes, type Weight, type WeightType } from "./weights.js";

/** What a `.limbeck` file holds. */
export interface StudentContent {
  readonly model: StudentModel;
  /** Of a text student: the words, the most frequent first. */
  readonly vocabulary: readonly string[];
  readonly weights: ReadonlyMap<string, Weight>;
}

/**
 * The file, little-endian: the 8 bytes "limbeck\n"; uint32 length of the manifest; uint32 CRC-32 of all that follows;
 * the manifest as JSON, filled up with blanks to a multiple of 16; the numbers and the words, each where the manifest
 * says, counted from the manifest's end.
 */
export const magic = "limbeck\n";
export const headerLength = 16;
export const formatVersion = 1;

/** Where a weight lies. */
export interface WeightEntry {
  readonly name: string;
  readonly type: WeightType;
  readonly shape: readonly number[];
  readonly at: number;
  /** Of int8: where the scales of its rows lie. */
  readonly scalesAt?: number;
}

export interface Manifest extends StudentModel {
  readonly format: number;
  readonly weights: readonly WeightEntry[];
  /** Words, parted by line ends; nothing for students that read no text. */
  readonly vocabulary?: { readonly at: number; readonly bytes: number; readonly words: number };
}

const bytesOf: Readonly<Record<WeightType, number>> = { float32: 4, float16: 2, int8: 1 };

/**
 * Reads a packaged student. Every length and offset is checked before it is used.
 * @throws StudentError if it is damaged, truncated, of a newer format, or no student at all
 */
export function readStudentFile(bytes: Uint8Array): StudentContent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < headerLength || new TextDecoder("latin1").decode(bytes.subarray(0, 8)) !== magic) {
    throw new StudentError(`This is no packaged student: it does not begin with "limbeck". Give a .limbeck file.`);
  }
  const manifestLength = view.getUint32(8, true);
  const rest = bytes.subarray(headerLength);
  if (manifestLength > rest.length || crc32(rest) !== view.getUint32(12, true)) {
    throw damaged("its checksum does not fit");
  }
  const manifest = parseManifest(rest.subarray(0, manifestLength));
  const data = rest.subarray(manifestLength);
  return {
    model: manifest,
    vocabulary: readVocabulary(manifest, data),
    weights: new Map(manifest.weights.map((entry) => [entry.name, readWeight(entry, data)])),
  };
}

const damaged = (why: string): StudentError =>
  new StudentError(`The student's file is damaged: ${why}. Fetch or make it again.`);

function parseManifest(bytes: Uint8Array): Manifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged("its manifest is no JSON");
  }
  const { format, weights } = (manifest ?? {}) as Partial<Manifest>;
  if (format !== formatVersion) {
    throw new StudentError(
      `The student's file has format ${String(format)}, this runtime reads ${formatVersion}. Update limbeck-student.`,
    );
  }
  if (!Array.isArray(weights) || !weights.every(isEntry)) throw damaged("its list of weights is not sound");
  const { labels, input, layers } = manifest as Partial<Manifest>;
  const areLabels = Array.isArray(labels) && labels.length > 0 && labels.every((label) => typeof label === "string");
  if (!areLabels || typeof input !== "object" || !Array.isArray(layers)) throw damaged("its model is not sound");
  return manifest as Manifest;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isEntry(value: unknown): value is WeightEntry {
  const { name, type, shape, at, scalesAt } = (value ?? {}) as Partial<WeightEntry>;
  return (
    typeof name === "string" &&
    weightTypes.includes(type as WeightType) &&
    Array.isArray(shape) &&
    shape.length > 0 &&
    shape.every((size) => isCount(size) && size > 0) &&
    isCount(at) &&
    (type === "int8" ? isCount(scalesAt) : scalesAt === undefined)
  );
}

function readWeight({ name, type, shape, at, scalesAt }: WeightEntry, data: Uint8Array): Weight {
  const length = shape.reduce((product, size) => product * size, 1);
  const take = (from: number, bytes: number): ArrayBuffer => {
    if (from + bytes > data.length) throw damaged(`${name} lies behind its end`);
    return Uint8Array.from(data.subarray(from, from + bytes)).buffer; // a copy is aligned
  };
  const buffer = take(at, length * bytesOf[type]);
  if (type === "float32") return { type, shape, data: new Float32Array(buffer) };
  if (type === "float16") return { type, shape, data: new Uint16Array(buffer) };
  const scales = new Float32Array(take(scalesAt!, 4 * shape[0]!));
  return { type, shape, data: new Int8Array(buffer), scales };
}

function readVocabulary({ vocabulary }: Manifest, data: Uint8Array): string[] {
  if (vocabulary === undefined) return [];
  const { at, bytes, words: count } = vocabulary;
  if (![at, bytes, count].every(isCount) || at + bytes > data.length) throw damaged("its words lie behind its end");
  const text = new TextDecoder().decode(data.subarray(at, at + bytes));
  const words = text === "" ? [] : text.split("\n");
  if (words.length !== count) throw damaged(`it promises ${count} words and has ${words.length}`);
  return words;
}
