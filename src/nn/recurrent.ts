import { concat, gru, lstm, rnn, type Parameter, type Tensor } from "../graph/index.js";
import { OptionError, suggestion, type Random } from "../tensor/index.js";
import { Dropout } from "./dropout.js";
import { uniformParameter } from "./initialize.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

/** Kinds of recurrent cells, with how many gates each has. */
const cells = { rnn: { run: rnn, gates: 1 }, gru: { run: gru, gates: 3 }, lstm: { run: lstm, gates: 4 } } as const;

/** "rnn" is the plain one with tanh. */
export type CellName = keyof typeof cells;

export interface RecurrentOptions {
  readonly cell: CellName;
  /** Units of each layer and direction, the lowest layer first. */
  readonly hidden: readonly number[];
  /** A second set of units in each layer that reads from the end; its states lie behind those of the first. Default false. */
  readonly bidirectional?: boolean;
  /** The share of what goes from one layer to the next that is dropped in training, default 0. */
  readonly dropout?: number;
  readonly random: Random;
}

/**
 * Recurrent layers over sequences: `[length, batch, features]` → all states of the last layer, `[length, batch, hidden]`,
 * or `[length, batch, 2 · hidden]` if bidirectional; behind the end of a sequence they are 0. Time comes first, as the
 * steps read it. Weights start uniform in ±1/√hidden, as PyTorch's do.
 */
export class Recurrent extends Module {
  readonly layers: readonly RecurrentLayer[];
  readonly #dropout: Dropout;

  /** @throws OptionError for an unknown cell, no layer, or a width that is no whole number from 1 on */
  constructor(features: number, { cell, hidden, bidirectional = false, dropout = 0, random }: RecurrentOptions) {
    super();
    if (!Object.hasOwn(cells, cell)) {
      throw new OptionError(`Recurrent: there is no cell "${cell}".${suggestion(cell, Object.keys(cells))}`);
    }
    if (hidden.length === 0 || !hidden.every((width) => Number.isInteger(width) && width >= 1)) {
      throw new OptionError(`Recurrent: hidden is [${hidden.join(", ")}], expected the units of each layer.`);
    }
    const below = [features, ...hidden.map((width) => (bidirectional ? 2 * width : width))];
    this.layers = hidden.map((width, i) => new RecurrentLayer(below[i]!, width, { cell, bidirectional, random }));
    this.#dropout = new Dropout(dropout);
  }

  /** @param lengths int32 `[batch]`, how long each sequence truly is; left out: all as long as the first axis */
  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    return this.layers.reduce((y, layer, i) => {
      const below = i === 0 ? y : this.#dropout.forward(y, pass);
      return layer.forward(below, pass, lengths);
    }, x);
  }
}

/** One layer: one direction or both. */
class RecurrentLayer extends Module {
  readonly forwards: Direction;
  readonly backwards: Direction | undefined;

  constructor(
    features: number,
    hidden: number,
    { cell, bidirectional, random }: { cell: CellName; bidirectional: boolean; random: Random },
  ) {
    super();
    this.forwards = new Direction(features, hidden, cell, random);
    this.backwards = bidirectional ? new Direction(features, hidden, cell, random) : undefined;
  }

  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    const ahead = this.forwards.forward(x, pass, lengths);
    const back = this.backwards?.forward(x, pass, lengths, true);
    return back ? concat([ahead, back], { axis: -1 }) : ahead;
  }
}

/** The weights of a layer that read a sequence in one direction; gates one behind the other, as PyTorch has them. */
class Direction extends Module {
  readonly inputWeight: Parameter; // [gates · hidden, features]
  readonly hiddenWeight: Parameter; // [gates · hidden, hidden]
  readonly inputBias: Parameter; // [gates · hidden]
  readonly hiddenBias: Parameter; // [gates · hidden]
  readonly #cell: CellName;

  constructor(features: number, hidden: number, cell: CellName, random: Random) {
    super();
    const rows = cells[cell].gates * hidden;
    const make = (...shape: number[]) => uniformParameter(shape, 1 / Math.sqrt(hidden), random);
    this.inputWeight = make(rows, features);
    this.hiddenWeight = make(rows, hidden);
    this.inputBias = make(rows);
    this.hiddenBias = make(rows);
    this.#cell = cell;
  }

  forward(x: Tensor, { training }: Pass, lengths?: Tensor, reverse = false): Tensor {
    return cells[this.#cell].run(x, this, { lengths, reverse, forTraining: training });
  }
}
