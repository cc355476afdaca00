import type { EmbeddingLayer } from "../model.js";
import { StudentError } from "../student-error.js";
import { readRow, rowLength } from "../weights.js";
import { rowBytes } from "./arena.js";
import { findWeight, type BuiltLayer, type Context } from "./context.js";
import type { Form, SequenceForm, WordsForm } from "./form.js";

/** Names the table: rows are fetched by the layer behind, each as it needs them. */
export function embedding(layer: EmbeddingLayer, words: number, context: Context): BuiltLayer<WordsForm> {
  const table = findWeight(context, layer.table, [words, undefined]);
  return { form: { kind: "words", table, features: rowLength(table) }, run: () => undefined };
}

/** The words' rows one behind the other, for layers that read them so. */
export function asSequence(before: Form, context: Context): BuiltLayer<SequenceForm> {
  if (before.kind === "sequence") return { form: before, run: () => undefined };
  if (before.kind !== "words") throw new StudentError("A layer over words stands where there is no text.");
  const { arena, text, maxLength } = context;
  const step = rowBytes(before.features);
  const at = arena.reserve(step * maxLength);
  return {
    form: { kind: "sequence", at, step, features: before.features },
    run() {
      for (let i = 0; i < text.count; i++) {
        readRow(before.table, text.ids[i]!, arena.floats(at + i * step, before.features));
      }
    },
  };
}
