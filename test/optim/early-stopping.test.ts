import { expect, test } from "vitest";
import { afterEpoch, earlyStopping, type EarlyStopping } from "../../src/optim/index.js";

const after = (patience: number, values: readonly number[]): EarlyStopping =>
  values.reduce((state, value, epoch) => afterEpoch(state, epoch + 1, value), earlyStopping(patience));

test.each<[string, number, number[], Partial<EarlyStopping>]>([
  ["goes on while it gets better", 1, [0.1, 0.2, 0.3], { best: 0.3, bestEpoch: 3, waited: 0, shouldStop: false }],
  ["waits for its patience", 2, [0.3, 0.2], { best: 0.3, bestEpoch: 1, waited: 1, shouldStop: false }],
  ["stops after it", 2, [0.3, 0.2, 0.25], { best: 0.3, bestEpoch: 1, waited: 2, shouldStop: true }],
  [
    "counts anew after a better one",
    2,
    [0.3, 0.2, 0.4, 0.1],
    { best: 0.4, bestEpoch: 3, waited: 1, shouldStop: false },
  ],
  ["takes an equal value for no progress", 1, [0.3, 0.3], { bestEpoch: 1, shouldStop: true }],
  ["takes NaN for no progress", 1, [NaN], { best: undefined, bestEpoch: undefined, shouldStop: true }],
  ["takes negative values, as of a loss", 1, [-2, -1], { best: -1, bestEpoch: 2 }],
])("early stopping %s", (_, patience, values, expected) => {
  expect(after(patience, values)).toMatchObject(expected);
});

test("its state survives JSON, and a patience of nothing is refused", () => {
  const state = after(3, [0.3, 0.2]);
  expect(afterEpoch(JSON.parse(JSON.stringify(state)) as EarlyStopping, 3, 0.1)).toEqual(after(3, [0.3, 0.2, 0.1]));
  for (const patience of [0, 1.5, NaN]) expect(() => earlyStopping(patience)).toThrow(/whole number of epochs/);
});
