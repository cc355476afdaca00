import { expect, test } from "vitest";
import { constant, evaluate, grad, input, sum, type Tensor } from "../../src/graph/index.js";
import { Dropout, inferencePass, trainingPass } from "../../src/nn/index.js";

const shape = [100, 200];
const x = constant({ shape, data: new Float64Array(20_000).fill(2) });

/** One evaluation of dropout on ones times 2. */
function drop(rate: number, seed: number, step: number, node = 0): Float64Array {
  const key = { seed: constant(seed, "uint32"), step: constant(step, "uint32"), firstNode: node };
  return evaluate([new Dropout(rate).forward(x, trainingPass(key))])[0]!.data;
}

test("the same seed, step and place give the same mask, others another", () => {
  const mask = drop(0.5, 1, 5);
  expect(drop(0.5, 1, 5)).toEqual(mask);
  for (const other of [drop(0.5, 1, 6), drop(0.5, 2, 5), drop(0.5, 1, 5, 1)]) {
    const same = mask.filter((number, i) => number === other[i]).length;
    expect(Math.abs(same / mask.length - 0.5)).toBeLessThan(0.02); // as independent masks would
  }
});

test("two layers of one pass draw different masks", () => {
  const pass = trainingPass({ seed: constant(1, "uint32"), step: constant(1, "uint32") });
  const [a, b] = evaluate([new Dropout(0.5).forward(x, pass), new Dropout(0.5).forward(x, pass)]);
  expect(a!.data).not.toEqual(b!.data);
});

test.each([0.1, 0.2, 0.5, 0.9])("at a rate of %d numbers are dropped so often, and the expectation stays", (rate) => {
  const y = drop(rate, 3, 4);
  const dropped = y.filter((number) => number === 0).length / y.length;
  expect(Math.abs(dropped - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / y.length));
  const kept = 2 / (1 - rate);
  for (const number of y) expect(number === 0 || Math.abs(number - kept) < 1e-6).toBe(true);
});

test("the gradient passes where the number passed", () => {
  const of: Tensor = input("x", shape);
  const pass = trainingPass({ seed: constant(1, "uint32"), step: constant(1, "uint32") });
  const y = new Dropout(0.25).forward(of, pass);
  const feeds = new Map([[of, { shape, data: new Float64Array(20_000).fill(1) }]]);
  const [value, gradient] = evaluate([y, grad(sum(y), [of])[0]!], feeds);
  expect(gradient!.data).toEqual(value!.data);
});

test("in evaluation, and at a rate of 0, x itself comes back", () => {
  expect(new Dropout(0.5).forward(x, inferencePass())).toBe(x);
  expect(new Dropout(0).forward(x, trainingPass())).toBe(x);
});

test("a training pass without random numbers and a rate out of range are refused", () => {
  expect(() => new Dropout(0.5).forward(x, trainingPass())).toThrow(/seed and a step/);
  for (const rate of [1, -0.1, NaN]) expect(() => new Dropout(rate)).toThrow(/expected 0 or more and less than 1/);
});
