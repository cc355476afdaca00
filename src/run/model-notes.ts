import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { textShape } from "../data/index.js";
import { FormatError, sizeOf } from "../tensor/index.js";
import type { TextPreparation } from "../text/index.js";
import type { Preparation } from "../vision/index.js";
import type { InputPreparation } from "./input-preparation.js";

/** What a model says of its own use: in the metadata of its ONNX file, else in the model.json beside it. */
export interface ModelNotes {
  readonly classes?: readonly string[];
  /** Of a table: the columns, in the order of the inputs. */
  readonly features?: readonly string[];
  readonly preparation?: InputPreparation;
}

/**
 * Reads a model's notes; a foreign model has none.
 * @param path     the ONNX file, absolute
 * @param metadata of the ONNX file
 * @throws FormatError if a note is damaged: a stranger's file is checked before it is used
 */
export async function readModelNotes(path: string, metadata: Readonly<Record<string, string>>): Promise<ModelNotes> {
  const note = (name: keyof ModelNotes): unknown => {
    const text = metadata[`limbeck.${name}`];
    return text === undefined ? undefined : parsed(text, path, `metadata limbeck.${name}`);
  };
  const inFile = { classes: note("classes"), features: note("features"), preparation: note("preparation") };
  const isForeign = Object.values(inFile).every((value) => value === undefined);
  const { classes, features, preparation } = isForeign ? await valuesBeside(path) : inFile;
  if (classes !== undefined && !areNames(classes)) throw damaged(path, "classes", "a list of names");
  if (features !== undefined && !areNames(features)) throw damaged(path, "features", "a list of names");
  if (preparation !== undefined && !isPreparation(preparation) && !isTextPreparation(preparation)) {
    throw damaged(
      path,
      "preparation",
      "{ shape, divisor, mean, deviation }, or of texts { tokenizer, words, maxLength }",
    );
  }
  return { ...(classes && { classes }), ...(features && { features }), ...(preparation && { preparation }) };
}

/** The model.json beside a model.onnx; nothing where there is none, or it is not ours. */
async function valuesBeside(path: string): Promise<{ readonly [name in keyof ModelNotes]?: unknown }> {
  if (basename(path) !== "model.onnx") return {};
  const facts = join(dirname(path), "model.json");
  const text = await readFile(facts, "utf8").catch(() => undefined);
  const value = text === undefined ? undefined : (parsed(text, facts, "content") as Record<string, unknown> | null);
  return value?.["format"] === 1 ? value : {};
}

const damaged = (path: string, name: string, expected: string): FormatError =>
  new FormatError(`${path}: its note on ${name} is damaged: expected ${expected}. Export the model again.`);

const areNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");

const areNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => Number.isFinite(item));

function isPreparation(value: unknown): value is Preparation {
  const { shape, divisor, mean, deviation } = (value ?? {}) as Partial<Record<keyof Preparation, unknown>>;
  return (
    areNumbers(shape) &&
    shape.every((size) => Number.isInteger(size) && size > 0) &&
    sizeOf(shape) < 2 ** 31 &&
    typeof divisor === "number" &&
    divisor > 0 &&
    areNumbers(mean) &&
    areNumbers(deviation) &&
    deviation.every((one) => one > 0) &&
    [mean, deviation].every((values) => values.length === shape[0])
  );
}

function isTextPreparation(value: unknown): value is TextPreparation {
  const { shape, tokenizer, words, maxLength } = (value ?? {}) as Partial<Record<keyof TextPreparation, unknown>>;
  return (
    Array.isArray(shape) &&
    shape.join() === textShape.join() &&
    typeof tokenizer === "object" &&
    tokenizer !== null &&
    Array.isArray(words) &&
    words.every((word) => typeof word === "string") &&
    Number.isInteger(maxLength) &&
    (maxLength as number) >= 1
  );
}

function parsed(json: string, path: string, what: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (cause) {
    throw new FormatError(`${path}: its ${what} is no JSON: ${(cause as Error).message}`, { cause });
  }
}
