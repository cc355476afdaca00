import type { Tensor } from "../../graph/index.js";
import { Conv2d, Linear, type Module, type Pass } from "../../nn/index.js";
import type { Random, Shape } from "../../tensor/index.js";
import type { HelperContext, Helpers } from "../define-objective.js";
import { kindOf } from "../match-taps.js";

/** The axis of a tap that tells its width: channels of a map, else the last. */
const widthOf = (shape: Shape): number => shape[kindOf(shape) === "map" ? 1 : shape.length - 1] as number;

/**
 * Layers that bring the student's taps to the width of the teacher's, for the pairs whose widths differ: a 1x1 convolution
 * for maps, else a linear layer. "projection1" belongs to the first pair.
 */
export function fitProjections({ pairs, random }: HelperContext): Helpers {
  const fitted = pairs.flatMap(({ student, teacher }, i) =>
    widthOf(student) === widthOf(teacher) ? [] : [[nameOf(i), projection(student, widthOf(teacher), random)] as const],
  );
  return Object.fromEntries(fitted);
}

/** The student's tap of a pair, through its projection where there is one. */
export const projected = (helpers: Helpers, pair: number, tap: Tensor, pass: Pass): Tensor =>
  helpers[nameOf(pair)]?.forward(tap, pass) ?? tap;

const nameOf = (pair: number): string => `projection${pair + 1}`;

const projection = (student: Shape, width: number, random: Random): Module =>
  kindOf(student) === "map"
    ? new Conv2d(widthOf(student), width, { kernel: 1, random })
    : new Linear(widthOf(student), width, { random });
