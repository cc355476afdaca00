import { globalAveragePool, relu, type Tensor } from "../graph/index.js";
import { BatchNorm, Conv2d, Linear, Module, Sequential, type Pass } from "../nn/index.js";
import { OptionError, type Random, type Shape } from "../tensor/index.js";

/**
 * A small classifier on an inner tensor: a bottleneck that brings it to the shape of the network's last inner tensor (tap
 * "features"), then one linear layer. Maps are halved by 3x3 convolutions of stride 2, each with batch norm and ReLU.
 * Source: Zhang, Song, Gao, Chen, Bao, Ma 2019, arXiv:1905.08094, section 3.
 */
export class ExitHead extends Module {
  readonly bottleneck: readonly Module[];
  readonly head: Linear;

  /**
   * @param tap  shape of the inner tensor, `[batch, channels, height, width]` or `[batch, width]`
   * @param last shape of the network's last inner tensor, of the same kind
   * @throws OptionError if halving does not lead from one size to the other
   */
  constructor(tap: Shape, last: Shape, classes: number, random: Random) {
    super();
    const [inputs, outputs] = [tap[1] as number, last[1] as number];
    this.bottleneck = tap.length === 4 ? halvings(tap, last, random) : [new Linear(inputs, outputs, { random })];
    this.head = new Linear(outputs, classes, { random });
  }

  forward(tap: Tensor, pass: Pass): Tensor {
    const features = this.bottleneck.reduce((x, layer) => relu(layer.forward(x, pass)), tap);
    pass.tap("features", features);
    return this.head.forward(features.rank === 4 ? globalAveragePool(features) : features);
  }
}

/** Convolutions from one map to another: as many of stride 2 as it takes, at least one convolution. */
function halvings(tap: Shape, last: Shape, random: Random): Module[] {
  const sizes = [tap[2] as number];
  while (sizes.at(-1)! > (last[2] as number)) sizes.push(Math.ceil(sizes.at(-1)! / 2));
  if (sizes.at(-1) !== last[2]) {
    throw new OptionError(
      `an exit on a map of ${String(tap[2])}x${String(tap[3])} pixels does not come to ${String(last[2])}x${String(last[3])} by halving.`,
    );
  }
  const strides = sizes.length === 1 ? [1] : sizes.slice(1).map(() => 2);
  const outputs = last[1] as number;
  return strides.map((stride, i) => {
    const inputs = i === 0 ? (tap[1] as number) : outputs;
    const convolution = { kernel: 3, stride, padding: 1, bias: false, initial: "he", random } as const;
    return new Sequential(new Conv2d(inputs, outputs, convolution), new BatchNorm(outputs));
  });
}
