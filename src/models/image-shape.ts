import { formatShape, isStatic, OptionError, type Shape } from "../tensor/index.js";

/**
 * Channels, height and width of a model's input.
 * @throws OptionError if its samples are no images
 */
export function imageShape(model: string, shape: Shape): [channels: number, height: number, width: number] {
  if (shape.length === 3 && isStatic(shape)) return shape as [number, number, number];
  throw new OptionError(
    `model ${model}: samples are ${formatShape(shape)}, expected images, [channels, height, width]. Use an mlp for others.`,
  );
}
