import type { Objective, TapKind } from "../../src/distill/define-objective.js";
import type { GivenInputs, GivenTensors } from "../../src/distill/given-inputs.js";
import { valueFrom, type Nested } from "../../src/graph/index.js";
import { Random, sizeOf } from "../../src/tensor/index.js";

export const sampleBatch = 4;
export const sampleClasses = 5;

/** Shapes of one sample's taps, one after another in depth, of a narrow and a wide network. */
const tapShapes: Readonly<Record<TapKind, { narrow: number[][]; wide: number[][] }>> = {
  map: {
    narrow: [
      [2, 6, 6],
      [4, 3, 3],
    ],
    wide: [
      [3, 6, 6],
      [6, 3, 3],
    ],
  },
  vector: { narrow: [[4], [8]], wide: [[6], [8]] },
  sequence: {
    narrow: [
      [3, 4],
      [3, 8],
    ],
    wide: [
      [3, 8],
      [3, 12],
    ],
  },
};

const random = new Random(20);

/** Numbers that are normal, rounded to two digits. */
export const noise = (shape: readonly number[], scale = 1): Nested =>
  nest(shape, () => Math.round(random.normal(0, scale) * 100) / 100);

function nest(shape: readonly number[], next: () => number): Nested {
  const [size, ...rest] = shape;
  return size === undefined ? next() : Array.from({ length: size }, () => nest(rest, next));
}

/** Options that make an objective small enough for a few samples. */
export const smallOptions: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  crd: { negatives: 8, width: 4, temperature: 1 },
  one: { ensemble: "code" }, // nothing held fixed
};

/** Objectives that compare taps as they are: a scheme makes them of one shape. */
const ofOneShape = new Set(["byot"]);

/** What objectives remember of six samples. */
const memories: Readonly<Record<string, () => Readonly<Record<string, Nested>>>> = {
  crd: () => ({
    student: noise([6, 4]),
    teacher: noise([6, 4]),
    label: [[0], [1], [2], [3], [4], [0]],
    constants: [3, 2],
  }),
  "ps-kd": () => ({ predictions: noise([6, sampleClasses]) }),
};

/** Inputs that an objective can be evaluated on: what it needs, and no more. */
export function sampleInputs({ name, needs }: Objective, { alike = false } = {}): GivenInputs {
  const kind = needs.taps?.kinds[0];
  const network = (parts: readonly string[], width: "narrow" | "wide"): GivenTensors => ({
    ...(parts.includes("logits") && { logits: noise([sampleBatch, sampleClasses], 2) }),
    ...(parts.includes("taps") && kind && { taps: tapsOf(tapShapes[kind][width]) }),
  });
  const student = network(needs.student, "narrow");
  const teachers =
    needs.teacher &&
    (needs.teachers ? [0, 1] : [0]).map(() =>
      network(needs.teacher!, alike || ofOneShape.has(name) ? "narrow" : "wide"),
    );
  return {
    student,
    ...(teachers && { teacher: needs.teachers ? teachers : teachers[0]! }),
    ...(needs.peers && { peers: [0, 1].map(() => network(needs.student, "narrow")) }),
    ...(name in memories && { memory: memories[name]!(), indices: [5, 0, 3, 2] }),
    ...(needs.labels && { labels: Array.from({ length: sampleBatch }, (_, i) => (2 * i) % sampleClasses) }),
  };
}

const tapsOf = (shapes: readonly (readonly number[])[]): Record<string, Nested> =>
  Object.fromEntries(shapes.map((shape, i) => [`tap${i + 1}`, noise([sampleBatch, ...shape])]));

/** The same with its samples in another order. */
export function reordered(given: GivenInputs, order: readonly number[]): GivenInputs {
  const rows = (nested: Nested): Nested => order.map((i) => (nested as readonly Nested[])[i]!);
  const network = ({ logits, taps }: GivenTensors): GivenTensors => ({
    ...(logits !== undefined && { logits: rows(logits) }),
    ...(taps && { taps: Object.fromEntries(Object.entries(taps).map(([name, tap]) => [name, rows(tap)])) }),
  });
  return {
    ...given,
    student: network(given.student!),
    ...(given.teacher && {
      teacher: Array.isArray(given.teacher) ? given.teacher.map(network) : network(given.teacher as GivenTensors),
    }),
    ...(given.peers && { peers: given.peers.map(network) }),
    ...(given.labels && { labels: rows(given.labels) as number[] }),
    ...(given.indices && { indices: rows(given.indices) as number[] }),
  };
}

/** All numbers of a network's tensors, one tensor after another. */
export const flatten = ({ logits, taps = {} }: GivenTensors): number[] =>
  [...(logits === undefined ? [] : [logits]), ...Object.values(taps)].flatMap((nested) => [...valueFrom(nested).data]);

/** The size of one sample of a batch. */
export const sizeOfSample = (nested: Nested): number => sizeOf(valueFrom(nested).shape.slice(1));
