import { OptionError } from "../../tensor/index.js";

/** What is used of an index of usearch. Written down here, since a user's compiler may not find the package. */
export interface HnswIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
  search(vector: Float32Array, count: number, threads: number): { readonly keys: BigUint64Array };
}

interface Usearch {
  readonly Index: new (config: {
    readonly dimensions: number;
    readonly metric: string;
    readonly quantization: string;
    readonly connectivity: number;
    readonly expansion_add: number;
    readonly expansion_search: number;
    readonly multi: boolean;
  }) => HnswIndex;
}

/** @throws OptionError if the optional package is not installed, or has no build for this system */
export async function loadUsearch(): Promise<Usearch> {
  const name: string = "usearch"; // not a literal, so that bundlers and type checkers do not demand it
  try {
    return (await import(name)) as Usearch;
  } catch (cause) {
    throw new OptionError(
      "An approximate index needs the npm package usearch. Run: npm install usearch (it has builds for Linux and macOS).",
      { cause },
    );
  }
}
