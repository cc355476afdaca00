import { globalAveragePool, pad, relu, slice, type Tensor } from "../../graph/index.js";
import {
  Activation,
  BatchNorm,
  Conv2d,
  GlobalAveragePool,
  Linear,
  Module,
  Residual,
  Sequential,
  type Pass,
} from "../../nn/index.js";
import { OptionError, type Random } from "../../tensor/index.js";
import { defineArchitecture, Network } from "../architecture.js";
import type { ModelContext } from "../classifier.js";
import { imageShape } from "../image-shape.js";

export interface ResnetOptions {
  /** Layers with weights, not counting shortcuts: 6n + 2, for n blocks in each of three stages. */
  readonly depth?: number;
  /** Multiplies the channels 16, 32, 64 of the three stages. */
  readonly width?: number;
  /**
   * What takes x past a block that changes its shape: "projection", a 1x1 convolution with batch norm (option B of the
   * paper); "padding", every second pixel with channels of zeros (option A, without parameters).
   */
  readonly shortcut?: "projection" | "padding";
}

/**
 * The residual network for small images: a 3x3 convolution, three stages of n blocks (the second and third start with
 * stride 2 and twice the channels), the mean over all pixels, one linear layer. Images of any size.
 * Taps: "stem", "stage1", "stage2", "stage3", `[batch, channels, height, width]`, and "stage1-pre", … before the last
 * ReLU of each; "pooled" and "features", the same `[batch, channels]`.
 * Source: He et al. 2015, arXiv:1512.03385, section 4.2; depth 20 and width 1 with shortcut "padding" is its ResNet-20.
 */
export const resnet = defineArchitecture<ResnetOptions>({
  name: "resnet",
  summary: "CIFAR-style residual network",
  defaults: { depth: 8, width: 1, shortcut: "projection" },
  taps: () => ["stem", ...[1, 2, 3].flatMap((i) => [`stage${i}-pre`, `stage${i}`]), "pooled", "features"],
  depths: () => ["stage1", "stage2", "stage3"],
  build: (options, context) => new Resnet(options, context),
});

class Resnet extends Network {
  readonly stem: Sequential;
  readonly stages: readonly Sequential[];
  readonly head: Linear;
  readonly #options: Required<ResnetOptions>;
  readonly #classes: number;

  constructor(options: Required<ResnetOptions>, { inputShape, classes, random }: ModelContext) {
    super();
    this.#options = options;
    this.#classes = classes;
    const [channels] = imageShape("resnet", inputShape);
    const sizes = stageWidths(options.width);
    this.stem = new Sequential(
      convolution(channels, sizes[0]!, random),
      new BatchNorm(sizes[0]!),
      new Activation("relu"),
    );
    this.stages = sizes.map((_, stage) => makeStage(stage, options, random));
    this.head = new Linear(sizes.at(-1)!, classes, { random });
  }

  forward(x: Tensor, pass: Pass): Tensor {
    let y = pass.tap("stem", this.stem.forward(x, pass));
    this.stages.forEach((stage, i) => {
      const blocks = stage.layers as readonly Block[];
      const before = blocks.slice(0, -1).reduce((x, block) => block.forward(x, pass), y);
      const sum = pass.tap(`stage${i + 1}-pre`, blocks.at(-1)!.sum(before, pass));
      y = pass.tap(`stage${i + 1}`, relu(sum));
    });
    return this.answer(y, pass);
  }

  answer(lastMap: Tensor, pass: Pass): Tensor {
    const pooled = pass.tap("pooled", globalAveragePool(lastMap));
    return this.head.forward(pass.tap("features", pooled));
  }

  rest(depth: number, random: Random): Module {
    const sizes = stageWidths(this.#options.width);
    const stages = sizes.map((_, stage) => stage).slice(depth + 1);
    return new Sequential(
      ...stages.map((stage) => makeStage(stage, this.#options, random)),
      new GlobalAveragePool(),
      new Linear(sizes.at(-1)!, this.#classes, { random }),
    );
  }
}

/** n blocks, of which the first brings the stage before to this one's width and size. */
function makeStage(stage: number, { depth, width, shortcut }: Required<ResnetOptions>, random: Random): Sequential {
  const blocks = blocksOf(depth);
  const sizes = stageWidths(width);
  const size = sizes[stage]!;
  const first = new Block(sizes[Math.max(0, stage - 1)]!, size, stage === 0 ? 1 : 2, shortcut, random);
  const others = Array.from({ length: blocks - 1 }, () => new Block(size, size, 1, shortcut, random));
  return new Sequential(first, ...others);
}

/** Two convolutions beside a shortcut, then ReLU. */
class Block extends Module {
  readonly residual: Residual;

  constructor(inputs: number, outputs: number, stride: number, shortcut: "projection" | "padding", random: Random) {
    super();
    const block = new Sequential(
      convolution(inputs, outputs, random, stride),
      new BatchNorm(outputs),
      new Activation("relu"),
      convolution(outputs, outputs, random),
      new BatchNorm(outputs),
    );
    const keepsShape = stride === 1 && inputs === outputs;
    this.residual = keepsShape
      ? new Residual(block)
      : new Residual(
          block,
          shortcut === "padding" ? new PaddingShortcut(outputs, stride) : projection(inputs, outputs, stride, random),
        );
  }

  forward(x: Tensor, pass: Pass): Tensor {
    return relu(this.sum(x, pass));
  }

  /** What the last ReLU is applied to. */
  sum(x: Tensor, pass: Pass): Tensor {
    return this.residual.forward(x, pass);
  }
}

/** Every `stride`-th pixel, with channels of zeros added half before and half behind. */
class PaddingShortcut extends Module {
  constructor(
    readonly outputs: number,
    readonly stride: number,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const picked = [2, 3].reduce((y, axis) => slice(y, { axis, step: this.stride }), x);
    const missing = this.outputs - (x.shape[1] as number);
    const before = Math.floor(missing / 2);
    return pad(picked, { before: [0, before, 0, 0], after: [0, missing - before, 0, 0] });
  }
}

// A bias would be lost in the batch norm that follows.
const convolution = (inputs: number, outputs: number, random: Random, stride = 1): Conv2d =>
  new Conv2d(inputs, outputs, { kernel: 3, padding: 1, stride, bias: false, initial: "he", random });

const projection = (inputs: number, outputs: number, stride: number, random: Random): Sequential =>
  new Sequential(
    new Conv2d(inputs, outputs, { kernel: 1, stride, bias: false, initial: "he", random }),
    new BatchNorm(outputs),
  );

function blocksOf(depth: number): number {
  const blocks = (depth - 2) / 6;
  if (Number.isInteger(blocks) && blocks > 0) return blocks;
  throw new OptionError(`model resnet: depth is ${depth}, expected 6n + 2: 8, 14, 20, 26, 32, ….`);
}

function stageWidths(width: number): readonly number[] {
  const sizes = [16, 32, 64].map((channels) => Math.round(channels * width));
  if (sizes.every((size) => Number.isFinite(size) && size >= 1)) return sizes;
  throw new OptionError(
    `model resnet: width is ${width}, expected a factor above 0 that leaves a channel: 0.25, 1, 2, ….`,
  );
}
