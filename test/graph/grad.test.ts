import { expect, test } from "vitest";
import {
  add,
  constant,
  evaluate,
  grad,
  mul,
  parameter,
  relu,
  stopGradient,
  sum,
  toNested,
  withoutGradient,
} from "../../src/graph/index.js";

const w = parameter([2], Float32Array.of(3, -4));
const unused = parameter([2], Float32Array.of(1, 2));

const numbers = (tensor: ReturnType<typeof mul>) => toNested(evaluate([tensor])[0]!);

test("the gradient of a parameter that the loss does not use is zeros of its shape", () => {
  const [dw, zero] = grad(sum(mul(w, w)), [w, unused]);
  expect(numbers(dw!)).toEqual([6, -8]);
  expect(numbers(zero!)).toEqual([0, 0]);
});

test("a parameter that is not finite still has a gradient of zeros where the loss does not use it", () => {
  const broken = parameter([2], Float32Array.of(NaN, Infinity));
  expect(numbers(grad(sum(w), [broken])[0]!)).toEqual([0, 0]);
});

test("withoutGradient names what would never learn, also behind stopGradient", () => {
  const hidden = parameter([2], Float32Array.of(5, 6));
  const loss = sum(add(mul(w, w), stopGradient(hidden)));
  expect(withoutGradient(loss, [w, unused, hidden])).toEqual([unused, hidden]);
});

test("a tensor used twice gets the sum of both gradients, a tensor in between its own", () => {
  const y = mul(w, w);
  const [dy, dw] = grad(sum(add(mul(y, 2), y)), [y, w]);
  expect(numbers(dy!)).toEqual([3, 3]);
  expect(numbers(dw!)).toEqual([18, -24]);
});

test("third derivatives: d³(w³)/dw³ = 6", () => {
  let y = sum(mul(w, mul(w, w)));
  for (let order = 0; order < 2; order++) y = sum(grad(y, [w])[0]!);
  expect(numbers(grad(y, [w])[0]!)).toEqual([6, 6]);
});

test("the gradient of relu is 0 at 0, of equal maxima PyTorch's", () => {
  const x = constant([0, 1, -1]);
  expect(numbers(grad(sum(relu(x)), [x])[0]!)).toEqual([0, 1, 0]);
});
