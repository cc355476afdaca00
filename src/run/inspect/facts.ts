/** What a file or folder holds. */
export interface Facts {
  /** What it is, as "run" or "onnx". */
  readonly kind: string;
  readonly path: string;
  /** Single facts, in the order to show. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Facts in rows, by title. */
  readonly tables?: readonly FactsTable[];
}

export interface FactsTable {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}
