import fc from "fast-check";
import { expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { conv2d, evaluate, grad, input, mul, sum, type Value } from "../../src/graph/index.js";
import { float32, Random } from "../../src/tensor/index.js";
import { expectClose } from "./close.js";
import { fromArray } from "./feeds.js";

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Channels that fill blocks of 8 and 16, that leave a block unfilled, and too few for one: each has nodes of its own. */
const shapes = fc
  .record({
    channels: fc.constantFrom(1, 3, 5, 16, 32),
    out: fc.constantFrom(1, 5, 16, 32),
    kernel: pair(1, 3),
    stride: pair(1, 2),
    dilation: pair(1, 2),
    padding: pair(0, 3),
    size: pair(5, 7),
  })
  .map(({ kernel, stride, ...rest }) => ({
    ...rest,
    kernel,
    stride: stride[0] === 2 ? stride : ([1, 1] as [number, number]), // most layers have stride 1: so do half of the cases
  }));

test("convolutions of any channels and windows, and their gradients, are on ONNX Runtime what evaluate says", async () => {
  const random = new Random(1);
  const numbers = (...shape: number[]): Value => ({
    shape,
    data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.fround(random.normal())),
  });
  await fc.assert(
    fc.asyncProperty(shapes, async ({ channels, out, kernel, size, ...options }) => {
      const x = input("x", ["batch", channels, ...size]);
      const weight = input("weight", [out, channels, ...kernel]);
      const y = conv2d(x, weight, options);
      const dy = input("dy", y.shape);
      const [dx, dw] = grad(sum(mul(y, dy)), [x, weight]);
      const values = new Map(
        [x, weight, dy].map((tensor) => [
          tensor,
          numbers(...tensor.shape.map((dim) => (typeof dim === "number" ? dim : 2))),
        ]),
      );
      const program = await compile({ outputs: { y, dx: dx!, dw: dw! } }, { store: new ParameterStore() });
      const feeds = [...values].map(([{ name }, { shape, data }]) => [name, float32(shape, data)] as const);
      const results = await program.run(Object.fromEntries(feeds));
      await program.dispose();
      const expected = evaluate([y, dx!, dw!], values);
      ["y", "dx", "dw"].forEach((name, i) => expectClose(fromArray(results[name]!), expected[i]!, 1e-5, name));
    }),
    { numRuns: 40 },
  );
  expect.hasAssertions();
});
