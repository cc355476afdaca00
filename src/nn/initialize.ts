import { parameter, type Parameter, type ParameterTraits } from "../graph/index.js";
import { sizeOf, type Random } from "../tensor/index.js";

/** A parameter whose numbers are uniform in -bound … bound. */
export const uniformParameter = (shape: readonly number[], bound: number, random: Random): Parameter =>
  parameter(
    shape,
    draw(shape, () => (2 * random.next() - 1) * bound),
  );

/** A parameter whose numbers are normal with mean 0. */
export const normalParameter = (
  shape: readonly number[],
  deviation: number,
  random: Random,
  traits?: Partial<ParameterTraits>,
): Parameter =>
  parameter(
    shape,
    draw(shape, () => random.normal(0, deviation)),
    traits,
  );

/** A parameter whose numbers are all the same. */
export const constantParameter = (
  shape: readonly number[],
  value: number,
  traits?: Partial<ParameterTraits>,
): Parameter => parameter(shape, new Float32Array(sizeOf(shape)).fill(value), traits);

const draw = (shape: readonly number[], next: () => number): Float32Array =>
  Float32Array.from({ length: sizeOf(shape) }, next);
