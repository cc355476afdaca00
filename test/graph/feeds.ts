import type { Tensor, Value } from "../../src/graph/index.js";
import { arrayClass, Random, sizeOf, type NDArray, type Shape } from "../../src/tensor/index.js";
import type { SampleInput } from "./samples.js";

/** Sizes that named axes take in tests. */
export const namedSizes: Readonly<Record<string, number>> = { batch: 3, length: 4 };

export const fixed = (shape: Shape): number[] => shape.map((dim) => (typeof dim === "number" ? dim : namedSizes[dim]!));

/**
 * Numbers for each input. Real ones are a shuffled grid over all inputs together: no two are near each other, none is near
 * 0 or another whole number. All fit float32 exactly.
 */
export function valuesFor(inputs: readonly SampleInput[], seed = 1): Value[] {
  const random = new Random(seed);
  const total = inputs.reduce((sum, { shape }) => sum + sizeOf(fixed(shape)), 0);
  const grid = random.permutation(total);
  let used = 0;
  const number = (kind: SampleInput["kind"]): number => {
    if (kind === "bool") return random.integer(2);
    if (kind === "uint32") return random.uint32();
    if (typeof kind === "object") return random.integer(kind.indicesBelow);
    const real = Math.fround(((grid[used++]! + 0.5) / total - 0.5) * 3.7 + 0.0123);
    return kind === "positive" ? Math.fround(Math.abs(real) + 0.3) : real;
  };
  return inputs.map(({ shape, kind }) => {
    const sizes = fixed(shape);
    return { shape: sizes, data: Float64Array.from({ length: sizeOf(sizes) }, () => number(kind)) };
  });
}

/** The same numbers as ONNX Runtime takes them. */
export function toArray({ shape, data }: Value, { dtype }: Tensor): NDArray {
  if (dtype === "int64") return { dtype, shape, data: BigInt64Array.from(data, BigInt) };
  return { dtype, shape, data: arrayClass[dtype as "float32"].from(data) };
}

export const fromArray = ({ shape, data }: NDArray): Value => ({
  shape,
  data: Float64Array.from(data as never, Number),
});
