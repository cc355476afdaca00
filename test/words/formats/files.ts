import { fileURLToPath } from "node:url";
import { reference } from "../../nn/numbers.js";

/** A file that gensim wrote, and what gensim reads from it. */
export interface GensimFile {
  readonly file: string;
  readonly words: readonly string[];
  readonly vectors: readonly (readonly number[])[];
  readonly counts: readonly number[] | null;
  readonly unseen: readonly { readonly word: string; readonly vector: readonly number[] }[];
}

export const gensimFiles = reference<{ cases: readonly GensimFile[] }>("words/formats.json").cases;

const folder = new URL("../../reference/words/files/", import.meta.url);
export const pathOf = (file: string): string => fileURLToPath(new URL(file, folder));
