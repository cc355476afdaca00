import { leakyRelu, reshape, slice, tanh, type Tensor } from "../graph/index.js";
import { BatchNorm, Conv2d, Linear, Module, type Pass } from "../nn/index.js";
import { formatShape, isStatic, OptionError, sizeOf, type Random, type Shape } from "../tensor/index.js";
import { nearestTo } from "./feature/resize-map.js";

/** Numbers of noise that a generator makes a sample of. */
export const NOISE_WIDTH = 100;

/**
 * Makes samples of noise: `[batch, NOISE_WIDTH]` → `[batch, ...shape]`, of mean 0 and deviation 1 in each channel, as
 * standardised data have. Of images: a linear layer to a map of a quarter of the size, twice doubled by repeating pixels,
 * each time with a 3x3 convolution, batch norm and leaky ReLU. Of rows of numbers: two linear layers.
 * Source: Radford, Metz, Chintala 2015, arXiv:1511.06434, as in arXiv:1904.01186, section 4.
 */
export class Generator extends Module {
  readonly first: Linear;
  readonly norms: readonly BatchNorm[];
  readonly convolutions: readonly Conv2d[];
  readonly last: Linear | undefined;
  readonly outputNorm: BatchNorm;
  readonly #shape: readonly number[];
  readonly #quarter: readonly [height: number, width: number];

  /**
   * @param shape of one sample, `[channels, height, width]` or `[features]`
   * @throws OptionError for texts
   */
  constructor(shape: Shape, random: Random) {
    super();
    if (!isStatic(shape) || (shape.length !== 3 && shape.length !== 1)) {
      throw new OptionError(
        `scheme: a generator makes images or rows of numbers, and the samples are ${formatShape(shape)}. ` +
          `Choose a method that learns from data.`,
      );
    }
    this.#shape = shape as readonly number[];
    const [channels, height = 1, width = 1] = this.#shape as readonly [number, number?, number?];
    this.#quarter = [Math.ceil(height / 4), Math.ceil(width / 4)];
    const convolution = (inputs: number, outputs: number): Conv2d =>
      new Conv2d(inputs, outputs, { kernel: 3, padding: 1, initial: "he", random });
    if (shape.length === 1) {
      this.first = new Linear(NOISE_WIDTH, hidden, { random });
      this.norms = [new BatchNorm(hidden)];
      this.convolutions = [];
      this.last = new Linear(hidden, channels, { random });
    } else {
      this.first = new Linear(NOISE_WIDTH, wide * sizeOf(this.#quarter), { random });
      this.norms = [wide, wide, narrow].map((size) => new BatchNorm(size));
      this.convolutions = [convolution(wide, wide), convolution(wide, narrow), convolution(narrow, channels)];
    }
    this.outputNorm = new BatchNorm(channels);
  }

  forward(noise: Tensor, pass: Pass): Tensor {
    const y = this.first.forward(noise);
    return this.outputNorm.forward(tanh(this.last ? this.#row(y, this.last, pass) : this.#image(y, pass)), pass);
  }

  #row(y: Tensor, last: Linear, pass: Pass): Tensor {
    return last.forward(leakyRelu(this.norms[0]!.forward(y, pass), { slope }));
  }

  #image(y: Tensor, pass: Pass): Tensor {
    const [height, width] = this.#quarter;
    let map = this.norms[0]!.forward(reshape(y, ["batch", wide, height, width]), pass);
    [2, 4].forEach((times, i) => {
      map = this.convolutions[i]!.forward(nearestTo(map, [times * height, times * width]));
      map = leakyRelu(this.norms[i + 1]!.forward(map, pass), { slope });
    });
    const image = this.convolutions.at(-1)!.forward(map);
    // Sides that four does not divide come out a little larger.
    return [2, 3].reduce((cut, axis) => slice(cut, { axis, end: this.#shape[axis - 1]! }), image);
  }
}

const [wide, narrow, hidden] = [64, 32, 256];
const slope = 0.2;
