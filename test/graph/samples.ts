import * as graph from "../../src/graph/index.js";
import { constant, type Tensor } from "../../src/graph/index.js";
// Not public: the halves of others that only gradients use.
import { reshapeLike } from "../../src/graph/operators/reshape.js";
import { withGradient } from "../../src/graph/operators/with-gradient.js";
import type { DType, Shape } from "../../src/tensor/index.js";

/** What to feed: "real" numbers lie away from 0 and from each other, so that no kink is within reach of a difference. */
export interface SampleInput {
  readonly shape: Shape;
  readonly kind: "real" | "positive" | "bool" | "uint32" | { readonly indicesBelow: number };
  readonly dtype: DType;
}

export interface Sample {
  readonly inputs: readonly SampleInput[];
  readonly build: (...inputs: Tensor[]) => Tensor;
  /** Left out where the derivative is 0 or unwanted by design, such as that of randomness. Default true. */
  readonly hasGradient: boolean;
}

const real = (...shape: Shape): SampleInput => ({ shape, kind: "real", dtype: "float32" });
const positive = (...shape: Shape): SampleInput => ({ shape, kind: "positive", dtype: "float32" });
const bool = (...shape: Shape): SampleInput => ({ shape, kind: "bool", dtype: "bool" });
const uint32: SampleInput = { shape: [], kind: "uint32", dtype: "uint32" };
const indices = (below: number, shape: Shape, dtype: DType = "int64"): SampleInput => ({
  shape,
  kind: { indicesBelow: below },
  dtype,
});

function sample(inputs: readonly SampleInput[], build: Sample["build"], { hasGradient = true } = {}): Sample {
  return { inputs, build, hasGradient };
}

const elementwise = (f: (x: Tensor) => Tensor) => [sample([real("batch", 3)], f)];
const overPositive = (f: (x: Tensor) => Tensor) => [sample([positive("batch", 3)], f)];
/** Equal shapes, a scalar, and both sides stretched. */
const broadcasting = (f: (a: Tensor, b: Tensor) => Tensor, kind = real) => [
  sample([kind("batch", 3), kind("batch", 3)], f),
  sample([kind("batch", 2, 3), kind()], f),
  sample([kind(1, 3), kind("batch", 2, 1)], f),
];
const reduction = (f: (x: Tensor, options?: graph.ReductionOptions) => Tensor) => [
  sample([real("batch", 2, 3)], (x) => f(x)),
  sample([real("batch", 2, 3)], (x) => f(x, { axis: [0, 2] })),
  sample([real("batch", 2, 3)], (x) => f(x, { axis: -1, keepDims: true })),
];
/** Forward over whole sequences, and backwards over such of 1 to 4 elements. */
const recurrent = (cell: typeof graph.gru, gates: number) => {
  const inputs = [real("length", "batch", 3), real(gates * 2, 3), real(gates * 2, 2), real(gates * 2), real(gates * 2)];
  const weights = ([inputWeight, hiddenWeight, inputBias, hiddenBias]: Tensor[]) =>
    ({ inputWeight, hiddenWeight, inputBias, hiddenBias }) as graph.RecurrentWeights;
  return [
    sample(inputs, (x, ...rest) => cell(x, weights(rest))),
    sample([indices(4, ["batch"], "int32"), ...inputs], (below, x, ...rest) =>
      cell(x, weights(rest), { lengths: graph.add(below, 1), reverse: true }),
    ),
  ];
};
const withoutGradient = { hasGradient: false };
const image = real("batch", 2, 5, 4);

/** At least one sample for each operator; several inputs where shapes or options take different ways. */
export const samples: Readonly<Record<string, readonly Sample[]>> = {
  abs: elementwise(graph.abs),
  add: broadcasting(graph.add),
  affine: [sample([real("batch", 3), real(2, 3), real(2)], graph.affine)],
  argMax: [
    sample([real("batch", 4)], (x) => graph.argMax(x)),
    sample([real("batch", 4, 2)], (x) => graph.argMax(x, { axis: 1 })),
  ],
  avgPool2d: [
    sample([image], (x) => graph.avgPool2d(x, { kernel: 2 })),
    sample([image], (x) => graph.avgPool2d(x, { kernel: 3, stride: 2, padding: 1 })),
    sample([image], (x) =>
      graph.avgPool2d(x, { kernel: [3, 2], stride: [1, 2], padding: [1, 0], countPadding: false }),
    ),
  ],
  broadcastLike: [sample([real(1, 3), real("batch", 3)], (x, like) => graph.broadcastLike(x, like))],
  cast: [
    ...elementwise((x) => graph.cast(x, "float64")),
    sample([real("batch", 3)], (x) => graph.cast(x, "int32")),
    sample([real("batch", 3)], (x) => graph.cast(x, "bool")),
  ],
  channelAffine: [sample([image, real(2), real(2)], graph.channelAffine)],
  clip: [
    sample([real("batch", 5)], (x) => graph.clip(x, { min: -1, max: 0.5 })),
    sample([real("batch", 5)], (x) => graph.clip(x, { min: 0.1 })),
  ],
  concat: [
    sample([real("batch", 3), real("batch", 1)], (a, b) => graph.concat([a, b], { axis: 1 })),
    sample([real("batch", 2), real("batch", 2)], (a, b) => graph.stack([a, b], { axis: -1 })),
    sample([real(2, 2), real(3, 2), real(1, 2)], (...all) => graph.concat(all)),
  ],
  conv2d: [
    sample([image, real(3, 2, 3, 3)], (x, w) => graph.conv2d(x, w, { padding: [1, 1] })),
    sample([image, real(2, 1, 2, 2)], (x, w) => graph.conv2d(x, w, { groups: 2, stride: [2, 1] })),
  ],
  convInputGradient: [
    sample([real("batch", 2, 3, 2), real(2, 2, 3, 3)], (dy, w) => graph.convInputGradient(dy, w, { size: [5, 4] })),
  ],
  convWeightGradient: [
    sample([image, real("batch", 2, 3, 2)], (x, dy) => graph.convWeightGradient(x, dy, { kernel: [3, 3] })),
    sample([real("batch", 1, 5, 4), real("batch", 1, 3, 2)], (x, dy) =>
      graph.convWeightGradient(x, dy, { kernel: [3, 3] }),
    ),
    sample([image, real("batch", 2, 3, 2)], (x, dy) => graph.convWeightGradient(x, dy, { kernel: [3, 3], groups: 2 })),
  ],
  cos: elementwise(graph.cos),
  count: [sample([real("batch", 3)], (x) => graph.countLike(x, { axes: [0, 1] }))],
  cumsum: [
    sample([real("batch", 4)], (x) => graph.cumsum(x)),
    sample([real("batch", 3, 2)], (x) => graph.cumsum(x, { axis: 1, exclusive: true })),
    sample([real("batch", 3)], (x) => graph.cumsum(x, { reverse: true })),
  ],
  div: [
    sample([real("batch", 3), positive("batch", 3)], graph.div),
    sample([real("batch", 2, 1), positive(3)], graph.div),
  ],
  equal: broadcasting(graph.equal),
  erf: elementwise(graph.erf),
  exp: elementwise(graph.exp),
  floor: elementwise(graph.floor),
  gather: [
    sample([real(4, 3), indices(4, ["batch", 2])], graph.gather),
    sample([real(4), indices(4, ["batch"], "int32")], graph.gather),
    sample([real(3, 2, 2), indices(3, [4])], graph.gather),
  ],
  greater: broadcasting(graph.greater),
  greaterEqual: broadcasting(graph.greaterEqual),
  gru: recurrent(graph.gru, 3),
  keepThreshold: [
    sample([real("batch", 3), positive(), uint32, uint32], (x, keep, seed, step) =>
      graph.randomMask(x, graph.mul(keep, 0.2), { seed, step, node: 5 }),
    ),
  ],
  leakyRelu: [...elementwise((x) => graph.leakyRelu(x)), ...elementwise((x) => graph.leakyRelu(x, { slope: 0.3 }))],
  less: broadcasting(graph.less),
  lessEqual: broadcasting(graph.lessEqual),
  log: overPositive(graph.log),
  logSoftmax: [
    sample([real("batch", 4)], (x) => graph.logSoftmax(x)),
    sample([real("batch", 3, 2)], (x) => graph.logSoftmax(x, { axis: 1 })),
    sample([real("batch", 4), real("batch", 4), positive()], (t, s, T) => graph.klDivergence(t, s, T)),
    sample([real("batch", 4), indices(4, ["batch"])], (x, labels) => graph.crossEntropy(x, labels)),
    sample([real("batch", 4), indices(4, ["batch"], "int32")], (x, labels) =>
      graph.crossEntropy(x, labels, { labelSmoothing: 0.1 }),
    ),
  ],
  lstm: recurrent(graph.lstm, 4),
  matmul: [
    sample([real("batch", 3), real(3, 2)], graph.matmul),
    sample([real("batch", 3), real(2, 3)], (a, b) => graph.matmul(a, graph.transpose(b))),
    sample([real(3, "batch"), real(2, 3)], (a, b) => graph.matmul(graph.transpose(a), graph.transpose(b))),
    sample([real("batch", 2, 3), real(3, 2)], graph.matmul),
    sample([real("batch", 2, 3), real("batch", 3, 2)], graph.matmul),
    sample([real("batch", 2, 3), real("batch", 2, 3)], (a, b) => graph.matmul(a, graph.transpose(b))),
    sample([real("batch", 3, 2), real("batch", 3, 2)], (a, b) => graph.matmul(graph.transpose(a), b)),
    sample([real(2, 3), real("batch", 3, 2)], graph.matmul),
  ],
  max: reduction(graph.max),
  maxPool2d: [
    sample([image], (x) => graph.maxPool2d(x, { kernel: 2 })),
    sample([image], (x) => graph.maxPool2d(x, { kernel: 3, stride: 2, padding: 1 })),
    sample([image], (x) => graph.maxPool2d(x, { kernel: [2, 3], stride: 1 })),
  ],
  maxPoolIndices: [
    sample([image], (x) => graph.grad(graph.sum(graph.maxPool2d(x, { kernel: 3, stride: 1 })), [x])[0]!),
  ],
  maximum: broadcasting(graph.maximum),
  mean: [...reduction(graph.mean), ...reduction(graph.variance), sample([image], graph.globalAveragePool)],
  min: reduction(graph.min),
  minimum: broadcasting(graph.minimum),
  mul: broadcasting(graph.mul),
  neg: elementwise(graph.neg),
  not: [sample([bool("batch", 3)], graph.not)],
  pad: [
    sample([real("batch", 3)], (x) => graph.pad(x, { before: [0, 2], after: [0, 1] })),
    sample([image], (x) => graph.padImages(x, 1, { value: -1.5 })),
  ],
  pow: [
    sample([positive("batch", 3), real("batch", 3)], graph.pow),
    sample([positive("batch", 3), real()], graph.pow),
    sample([real("batch", 3)], (x) => graph.pow(x, 3)),
  ],
  positions: [sample([real("batch", "length")], (x) => graph.positions(x, { axis: 1 }))],
  prod: [
    sample([real("batch", 3)], (x) => graph.prod(x)),
    sample([real("batch", 3, 2)], (x) => graph.prod(x, { axis: 1, keepDims: true })),
    sample([real("batch", 3)], (x) => graph.prod(graph.mul(x, constant([1, 0, 2])))),
  ],
  randomBits: [
    sample(
      [real("batch", 3, 2), uint32, uint32],
      (x, seed, step) => graph.randomMask(x, 0.5, { seed, step, node: 1 }),
      withoutGradient,
    ),
    sample(
      [real("batch"), uint32, uint32],
      (x, seed, step) => graph.randomUniform(x, { seed, step, node: 2 }),
      withoutGradient,
    ),
    sample(
      [real("batch", "length"), uint32, uint32],
      (x, seed, step) => graph.randomUniform(x, { seed, step, node: 3 }),
      withoutGradient,
    ),
    sample(
      [real(), uint32, uint32],
      (x, seed, step) => graph.randomUniform(x, { seed, step, node: 4 }),
      withoutGradient,
    ),
  ],
  rankIds: [
    sample([indices(40, ["batch", "length"], "int32")], graph.rankIds, withoutGradient),
    sample([indices(3, ["batch"])], graph.rankIds, withoutGradient),
  ],
  reciprocal: overPositive(graph.reciprocal),
  relu: elementwise(graph.relu),
  reshape: [
    sample([real("batch", 2, 3)], (x) => graph.flatten(x)),
    sample([real("batch", 2, 3)], (x) => graph.reshape(x, [-1, 3])),
    sample([real("batch", 4)], (x) => graph.reshape(x, [x.shape[0]!, 2, 2])),
    sample([real("batch", 3)], (x) => graph.unsqueeze(x, -1)),
  ],
  reshapeNamed: [
    sample([real("batch", "length", 3), real(3, 2)], graph.matmul),
    sample([real("batch", "length", 2)], (x) =>
      graph.reshape(graph.reshape(x, [-1]), [2, ...x.shape.slice(0, 2)], { namesFrom: x }),
    ),
  ],
  reshapeLike: [sample([real("batch", 4), real("batch", 2, 2)], reshapeLike)],
  rnn: recurrent(graph.rnn, 1),
  scan: [
    // A linear recurrence; its last state alone.
    sample(
      [real("batch"), real("length", "batch")],
      (state, x) =>
        graph.scan({ states: [state], sequences: [x] }, ([s], [x]) => {
          const next = graph.add(graph.mul(s!, 0.5), x!);
          return { states: [next], results: [] };
        }).states[0]!,
    ),
    ...[false, true].map((reverse) =>
      sample([real("batch", 2), real("length", "batch", 2), real(2, 2), real("length")], (state, x, w, scale) => {
        const { states, results } = graph.scan(
          { states: [state, graph.sum(state)], sequences: [x, scale], shared: [w], reverse },
          ([s, total], [x, scale], [w]) => {
            const next = graph.tanh(graph.add(graph.matmul(s!, w!), graph.mul(x!, scale!)));
            return { states: [next, graph.add(total!, graph.sum(next))], results: [graph.mul(next, s!), s!] };
          },
        );
        return graph.mul(graph.add(results[0]!, graph.mul(results[1]!, states[0]!)), states[1]!);
      }),
    ),
  ],
  scatterAddAlongAxis: [
    sample([real("batch", 4), indices(3, ["batch", 4]), real("batch", 3)], (values, at, like) =>
      graph.scatterAddAlongAxis(values, at, like),
    ),
  ],
  scatterAddRows: [sample([real("batch", 2, 3), indices(4, ["batch", 2]), real(4, 3)], graph.scatterAddRows)],
  shift: [
    sample([real("length", "batch")], (x) => graph.shift(x, { axis: 0, by: 1 })),
    sample([real("batch", "length", 2)], (x) => graph.shift(x, { axis: 1, by: -3 })),
    sample([real("batch", 2)], (x) => graph.shift(x, { axis: 1, by: 5 })),
  ],
  sigmoid: [...elementwise(graph.sigmoid), ...elementwise(graph.silu)],
  sign: elementwise(graph.sign),
  sin: elementwise(graph.sin),
  slice: [
    sample([real("batch", 5)], (x) => graph.slice(x, { axis: 1, begin: 1, end: -1 })),
    sample([real("batch", 5, 2)], (x) => graph.slice(x, { axis: 1, begin: 1, step: 2 })),
    sample([real("batch", 5)], (x) => graph.slice(x, { axis: -1, step: -1 })),
    sample([real("batch", 5)], (x) => graph.slice(x, { axis: 1, begin: -2, end: 0, step: -2 })),
    sample([real("batch", 6)], (x) =>
      graph.split(x, 3, { axis: 1 }).reduce((product, part) => graph.mul(product, part)),
    ),
    sample([real(3, 2)], (x) => graph.unstack(x).reduce((product, part) => graph.mul(product, part))),
  ],
  softmax: [
    sample([real("batch", 4)], (x) => graph.softmax(x)),
    sample([real("batch", 3, 2)], (x) => graph.softmax(x, { axis: 1 })),
  ],
  softplus: elementwise(graph.softplus),
  spreadSlice: [
    sample([real("batch", 5)], (x) => {
      const part = graph.slice(x, { axis: 1, begin: 4, step: -2 });
      return graph.grad(graph.sum(graph.mul(part, part)), [x])[0]!;
    }),
  ],
  sqrt: overPositive(graph.sqrt),
  stopGradient: [sample([real("batch", 3)], graph.stopGradient, withoutGradient)],
  sub: broadcasting(graph.sub),
  sum: [...reduction(graph.sum), ...reduction(graph.logSumExp)],
  takeAlongAxis: [
    sample([real("batch", 3), indices(3, ["batch", 4])], (x, at) => graph.takeAlongAxis(x, at)),
    sample([real(3, 2), indices(3, [4, 2], "int32")], (x, at) => graph.takeAlongAxis(x, at, { axis: 0 })),
  ],
  tanh: [...elementwise(graph.tanh), ...elementwise((x) => graph.gelu(x, { approximate: "tanh" }))],
  transpose: [
    sample([real("batch", 3)], (x) => graph.transpose(x)),
    sample([real("batch", 2, 3)], (x) => graph.transpose(x, [2, 0, 1])),
  ],
  unitInterval: [
    sample(
      [real("batch", 4), uint32, uint32],
      (x, seed, step) => graph.randomUniform(x, { seed, step, node: 7 }),
      withoutGradient,
    ),
  ],
  where: [
    sample([bool("batch", 3), real("batch", 3), real("batch", 3)], graph.where),
    sample([bool("batch", 3), real(), real(3)], graph.where),
    sample([bool("batch", 3)], (mask) => graph.where(mask, 1.25, 0)),
  ],
  zeros: [sample([real("batch", "length")], (x) => graph.add(graph.zeros([2, x.shape[1]!, x.shape[0]!], x), 1))],
  withGradient: [
    sample([image, real(2), real(2)], (x, gamma, beta) => graph.batchNorm(x, gamma, beta, { epsilon: 1e-5 }).y),
    sample([real("batch", 3)], (x) => withGradient(graph.exp(x), [x], (dy) => [graph.mul(dy, graph.exp(x))])),
  ],
};
