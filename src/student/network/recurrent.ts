import type { Cell, DirectionWeights, RecurrentLayer } from "../model.js";
import { StudentError } from "../student-error.js";
import { readAll } from "../weights.js";
import { rowBytes } from "./arena.js";
import { findWeight, placeMatrix, type BuiltLayer, type Context } from "./context.js";
import type { Form, SequenceForm } from "./form.js";
import { gateColumn, gateRowsOfSequence, gateRowsOfWords } from "./gate-rows.js";

const gatesOf: Readonly<Record<Cell, number>> = { rnn: 1, gru: 3, lstm: 4 };

/** A recurrent layer, and its state, for those who feed it word by word. */
export interface BuiltRecurrent extends BuiltLayer<SequenceForm> {
  /** Forgets what was read: the state becomes 0. */
  reset(): void;
  /** The states after the last word. */
  readonly last: { readonly forwards: number; readonly backwards: number | undefined };
}

/** Reads the words, forwards and, if it has two directions, backwards. Going on without `reset` reads more of the same text. */
export function recurrent(layer: RecurrentLayer, before: Form, context: Context): BuiltRecurrent {
  const { arena, text, maxLength } = context;
  const { hidden, directions } = layer;
  if (!Object.hasOwn(gatesOf, layer.cell))
    throw new StudentError(`This runtime has no cell "${layer.cell as string}".`);
  if (!Number.isInteger(hidden) || hidden < 1 || directions.length < 1 || directions.length > 2) {
    throw new StudentError("A recurrent layer of the student has no units, or not one or two directions.");
  }
  // States of both directions side by side, without a gap: where the first ends within a SIMD vector, the second's are
  // moved behind it.
  const width = rowBytes(hidden);
  const step = rowBytes(hidden * directions.length);
  const at = arena.reserve(step * maxLength + width);
  const built = directions.map((weights, i) => direction(layer, weights, i === 1, before, context));
  return {
    form: { kind: "sequence", at, step, features: hidden * directions.length },
    last: { forwards: built[0]!.hidden, backwards: built[1]?.hidden },
    reset: () => built.forEach((one) => one.reset()),
    run() {
      const [forwards, backwards] = built;
      forwards!.run(at, step);
      if (!backwards) return;
      backwards.run(backwards.states, width);
      for (let i = 0; i < text.count; i++) {
        arena.floats(at + i * step + 4 * hidden, hidden).set(arena.floats(backwards.states + i * width, hidden));
      }
    },
  };
}

function direction(
  { cell, hidden: units }: RecurrentLayer,
  weights: DirectionWeights,
  back: boolean,
  before: Form,
  context: Context,
) {
  const { arena, kernel, text, maxLength } = context;
  const width = rowBytes(units);
  const gates = { gates: gatesOf[cell], hidden: units, width };
  const outs = gates.gates * units;
  const layout = { outs, columns: (gates.gates * width) / 4, column: gateColumn(units, width) };
  const matrix = placeMatrix(context, readAll(findWeight(context, weights.hidden, [outs, units])), {
    ...layout,
    ins: units,
  });
  const bias = placeMatrix(context, readAll(findWeight(context, weights.hiddenBias, [outs])), { ...layout, ins: 1 });
  const rows =
    before.kind === "words"
      ? gateRowsOfWords(weights, before, gates, context)
      : before.kind === "sequence"
        ? gateRowsOfSequence(weights, before, gates, context)
        : undefined;
  if (!rows) throw new StudentError("A recurrent layer reads words, and there are none.");
  const hidden = arena.reserve(width);
  const memory = arena.reserve(width);
  const scratch = arena.reserve(gates.gates * width);
  return {
    hidden,
    /** Room for its states, where they cannot be written to their place at once. */
    states: back ? arena.reserve(width * maxLength) : 0,
    reset() {
      arena.floats(hidden, units).fill(0);
      arena.floats(memory, units).fill(0);
    },
    run(states: number, step: number) {
      rows.run();
      kernel[cell](rows.list, text.count, back, matrix, bias, units, width, hidden, memory, scratch, states, step);
    },
  };
}
