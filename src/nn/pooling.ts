import { avgPool2d, globalAveragePool, maxPool2d, type PoolingOptions, type Tensor } from "../graph/index.js";
import { Module } from "./module.js";

/** The largest pixel of each window: `[batch, channels, height, width]` → a smaller image. */
export class MaxPool2d extends Module {
  constructor(readonly options: PoolingOptions) {
    super();
  }

  forward(x: Tensor): Tensor {
    return maxPool2d(x, this.options);
  }
}

/** The mean of each window: `[batch, channels, height, width]` → a smaller image. */
export class AvgPool2d extends Module {
  /** @param options `countPadding` (default true): whether padded zeros count as pixels */
  constructor(readonly options: PoolingOptions & { readonly countPadding?: boolean }) {
    super();
  }

  forward(x: Tensor): Tensor {
    return avgPool2d(x, this.options);
  }
}

/** The mean over height and width: `[batch, channels, height, width]` → `[batch, channels]`. */
export class GlobalAveragePool extends Module {
  forward(x: Tensor): Tensor {
    return globalAveragePool(x);
  }
}
