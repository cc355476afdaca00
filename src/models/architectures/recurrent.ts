import { transpose, type Tensor } from "../../graph/index.js";
import { Recurrent, type CellName, type Pass, type SequencePooling } from "../../nn/index.js";
import type { Random } from "../../tensor/index.js";
import { defineArchitecture, type Architecture } from "../architecture.js";
import { findPooling, type StatePooling } from "../text/pooling.js";
import {
  TextClassifier,
  textDefaults,
  textDepths,
  TextEncoder,
  textTaps,
  type TextOptions,
} from "../text/text-classifier.js";
import { widths } from "../widths.js";

export interface RecurrentModelOptions extends TextOptions {
  /** Units of each recurrent layer and direction. */
  readonly hidden?: number | readonly number[];
  /** How many layers, where `hidden` is one number. */
  readonly layers?: number | undefined;
  /** Whether each layer reads from the end as well. */
  readonly bidirectional?: boolean;
  /** What becomes of all states: the last one, their mean, the largest numbers, or a mean with learned weights. */
  readonly pooling?: StatePooling;
}

/**
 * Recurrent layers over the words of a text; what `dropout` drops is also dropped between layers.
 * Taps beside those of every text model: "states" `[batch, length, hidden]`, of the last layer.
 */
const recurrentModel = (
  name: string,
  cell: CellName,
  { summary, bidirectional }: { readonly summary: string; readonly bidirectional: boolean },
): Architecture<RecurrentModelOptions> =>
  defineArchitecture<RecurrentModelOptions>({
    name,
    summary,
    defaults: { hidden: 128, layers: undefined, bidirectional, pooling: "last", ...textDefaults },
    taps: (options) => textTaps(options, ["states"]),
    depths: textDepths,
    build: (options, context) =>
      new TextClassifier(name, options, context, (size) => new RecurrentEncoder(size, cell, options, context.random)),
  });

export const rnn = recurrentModel("rnn", "rnn", { summary: "Plain recurrent network", bidirectional: false });
export const gru = recurrentModel("gru", "gru", { summary: "Gated recurrent units", bidirectional: false });
export const lstm = recurrentModel("lstm", "lstm", { summary: "Long short-term memory", bidirectional: false });
export const bigru = recurrentModel("bigru", "gru", {
  summary: "Gated recurrent units in both directions",
  bidirectional: true,
});
export const bilstm = recurrentModel("bilstm", "lstm", {
  summary: "Long short-term memory in both directions",
  bidirectional: true,
});

class RecurrentEncoder extends TextEncoder {
  readonly features: number;
  readonly recurrent: Recurrent;
  readonly pooling: SequencePooling;

  constructor(
    size: number,
    cell: CellName,
    { hidden, layers, bidirectional, pooling, dropout }: Required<RecurrentModelOptions>,
    random: Random,
  ) {
    super();
    const units = widths(hidden, layers);
    this.recurrent = new Recurrent(size, { cell, hidden: units, bidirectional, dropout, random });
    this.features = units.at(-1)! * (bidirectional ? 2 : 1);
    this.pooling = findPooling(pooling, this.features, { random, bidirectional });
  }

  forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor {
    const states = this.recurrent.forward(x, pass, lengths);
    pass.tap("states", transpose(states, [1, 0, 2]));
    return this.pooling.forward(states, pass, lengths);
  }
}
