import type { DirectionWeights } from "../model.js";
import { StudentError } from "../student-error.js";
import { readAll, readRow } from "../weights.js";
import { rowBytes } from "./arena.js";
import { findWeight, placeMatrix, type Context } from "./context.js";
import type { SequenceForm, WordsForm } from "./form.js";

/** What the input adds to the gates of each step, W x + b, gate after gate. */
export interface GateRows {
  /** Addresses of the steps' rows, uint32; filled in by `run`. */
  readonly list: number;
  run(): void;
}

/** Words whose rows are kept once they have been computed, unless that took more memory. */
const mostBytesKept = 1 << 26;

interface Gates {
  readonly gates: number;
  readonly hidden: number;
  /** Bytes of one gate. */
  readonly width: number;
}

/**
 * Of words: each word's row is computed when it is first met, and kept: to most texts then nothing is added but an
 * address. A student whose table holds the rows themselves (`input` left out) has nothing to compute at all.
 */
export function gateRowsOfWords(
  weights: DirectionWeights,
  { table, features }: WordsForm,
  gates: Gates,
  context: Context,
): GateRows {
  const { arena, kernel, text, maxLength } = context;
  const { width } = gates;
  const bytes = gates.gates * width;
  const words = table.shape[0]!;
  const isKept = words * bytes <= mostBytesKept;
  const rows = arena.reserve(bytes * (isKept ? words : maxLength));
  const known = new Uint8Array(isKept ? words : 0);
  const list = arena.reserve(4 * maxLength);
  const compute = weights.input === undefined ? spread() : project();
  return {
    list,
    run() {
      const addresses = arena.addresses(list, text.count);
      for (let i = 0; i < text.count; i++) {
        const id = text.ids[i]!;
        const at = rows + bytes * (isKept ? id : i);
        if (known[id] !== 1) {
          compute(id, at);
          if (isKept) known[id] = 1;
        }
        addresses[i] = at;
      }
    },
  };

  /** The table's own numbers, each gate filled up to whole vectors. */
  function spread(): (id: number, at: number) => void {
    const numbers = gates.gates * gates.hidden;
    if (features !== numbers) {
      throw new StudentError(`The table of words has ${features} numbers a word, the gates need ${numbers}.`);
    }
    const row = new Float32Array(numbers);
    return (id, at) => {
      readRow(table, id, row);
      for (let gate = 0; gate < gates.gates; gate++) {
        arena.floats(at + gate * width, gates.hidden).set(row.subarray(gate * gates.hidden, (gate + 1) * gates.hidden));
      }
    };
  }

  function project(): (id: number, at: number) => void {
    const { matrix, bias } = placeGates(weights, features, gates, context);
    const x = arena.reserve(rowBytes(features));
    return (id, at) => {
      readRow(table, id, arena.floats(x, features));
      kernel.repeat(at, bias, bytes, 1);
      kernel.multiply(at, 0, x, 0, 1, matrix, features, bytes);
    };
  }
}

/** Of the states of the layer below: all steps in one product. */
export function gateRowsOfSequence(
  weights: DirectionWeights,
  before: SequenceForm,
  gates: Gates,
  context: Context,
): GateRows {
  const { arena, kernel, text, maxLength } = context;
  const bytes = gates.gates * gates.width;
  const { matrix, bias } = placeGates(weights, before.features, gates, context);
  const rows = arena.reserve(bytes * maxLength);
  const list = arena.reserve(4 * maxLength);
  arena.addresses(list, maxLength).forEach((_, i, addresses) => (addresses[i] = rows + bytes * i));
  return {
    list,
    run() {
      kernel.repeat(rows, bias, bytes, text.count);
      kernel.multiply(rows, bytes, before.at, before.step, text.count, matrix, before.features, bytes);
    },
  };
}

/** W and b in the memory, each gate filled up to whole vectors. */
function placeGates(weights: DirectionWeights, features: number, { gates, hidden, width }: Gates, context: Context) {
  if (weights.input === undefined || weights.inputBias === undefined) {
    throw new StudentError("A recurrent layer above another one has no input weights.");
  }
  const outs = gates * hidden;
  const layout = { columns: (gates * width) / 4, column: gateColumn(hidden, width) };
  const matrix = placeMatrix(context, readAll(findWeight(context, weights.input, [outs, features])), {
    outs,
    ins: features,
    ...layout,
  });
  const bias = placeMatrix(context, readAll(findWeight(context, weights.inputBias, [outs])), {
    outs,
    ins: 1,
    ...layout,
  });
  return { matrix, bias };
}

/** Where a gate's number goes when each gate is filled up to `width` bytes. */
export const gateColumn =
  (hidden: number, width: number) =>
  (out: number): number =>
    Math.floor(out / hidden) * (width / 4) + (out % hidden);
