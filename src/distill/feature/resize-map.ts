import { constant, matmul, maxPool2d, transpose, type Tensor } from "../../graph/index.js";

/** Height and width of a map. */
export type Size = readonly [height: number, width: number];

/** Height and width of `[batch, channels, height, width]`. */
export const sizeOfMap = ({ shape }: Tensor): Size => [shape[2] as number, shape[3] as number];

/** Two taps of one size: of maps the larger is pooled to the smaller, side by side, by means; others stay. */
export function alike(a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
  if (a.rank !== 4) return [a, b];
  const [sizeA, sizeB] = [sizeOfMap(a), sizeOfMap(b)];
  const smaller: Size = [Math.min(sizeA[0], sizeB[0]), Math.min(sizeA[1], sizeB[1])];
  return [averageTo(a, smaller), averageTo(b, smaller)];
}

/**
 * A map as means over windows that cover it evenly, as PyTorch's adaptive_avg_pool2d: window i of n over a side of s pixels
 * goes from ⌊i · s / n⌋ to ⌈(i + 1) · s / n⌉.
 */
export const averageTo = (x: Tensor, size: Size): Tensor =>
  resample(x, size, (pixels, n) =>
    rowsOf(n, pixels, (i) => {
      const [start, end] = [Math.floor((i * pixels) / n), Math.ceil(((i + 1) * pixels) / n)];
      return (j) => (j >= start && j < end ? 1 / (end - start) : 0);
    }),
  );

/** A map whose pixels are those nearest in another size: pixel i is ⌊i · s / n⌋. */
export const nearestTo = (x: Tensor, size: Size): Tensor =>
  resample(x, size, (pixels, n) => rowsOf(n, pixels, (i) => (j) => (j === Math.floor((i * pixels) / n) ? 1 : 0)));

/** A map as maxima over windows; only to a smaller size. */
export function maximaTo(x: Tensor, [height, width]: Size): Tensor {
  const size = sizeOfMap(x);
  if (size[0] === height && size[1] === width) return x;
  const stride: Size = [Math.floor(size[0] / height), Math.floor(size[1] / width)];
  const kernel: Size = [size[0] - (height - 1) * stride[0], size[1] - (width - 1) * stride[1]];
  return maxPool2d(x, { kernel, stride });
}

/** Rows and columns mixed by small matrices `[n, pixels]`, which is as fast as pooling and works for any sizes. */
function resample(x: Tensor, [height, width]: Size, mix: (pixels: number, n: number) => number[][]): Tensor {
  const size = sizeOfMap(x);
  const wide = size[1] === width ? x : matmul(x, transpose(constant(mix(size[1], width))));
  return size[0] === height ? wide : matmul(constant(mix(size[0], height)), wide);
}

const rowsOf = (n: number, pixels: number, weightOf: (i: number) => (j: number) => number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: pixels }, (_, j) => weightOf(i)(j)));
