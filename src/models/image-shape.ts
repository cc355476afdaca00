import { OptionError } from "../tensor/index.js";

/**
 * Channels, height and width of a model's input.
 * @throws OptionError if its samples are no images
 */
export function imageShape(model: string, shape: readonly number[]): [channels: number, height: number, width: number] {
  if (shape.length === 3) return shape as [number, number, number];
  throw new OptionError(
    `model ${model}: samples are [${shape.join(", ")}], expected images, [channels, height, width]. Use an mlp for others.`,
  );
}
