import {
  add,
  cast,
  concat,
  countLike,
  div,
  gather,
  max,
  maximum,
  mul,
  positions,
  reshape,
  sequenceMask,
  softmax,
  split,
  sub,
  sum,
  tanh,
  where,
  greater,
  type Parameter,
  type Tensor,
} from "../graph/index.js";
import type { Random } from "../tensor/index.js";
import { uniformParameter } from "./initialize.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import type { Pass } from "./pass.js";

/** From a sequence `[length, batch, features]` to one vector each, `[batch, features]`; of an empty sequence it is 0. */
export abstract class SequencePooling extends Module {
  /** @param lengths int32 `[batch]`, how long each sequence truly is; left out: all as long as the first axis */
  abstract override forward(x: Tensor, pass: Pass, lengths?: Tensor): Tensor;
}

/**
 * The state of the last element. Of states in both directions, the second half of the features read from the end: theirs
 * is that of the first element, where they have seen everything.
 */
export class LastState extends SequencePooling {
  constructor(readonly bidirectional = false) {
    super();
  }

  forward(x: Tensor, _pass: Pass, lengths?: Tensor): Tensor {
    const count = lengths ?? cast(countLike(x, { axes: [0] }), "int32");
    const last = maximum(sub(count, 1), 0);
    const y = this.bidirectional ? lastOfBoth(x, last) : elementsAt(x, last);
    return lengths ? where(isNotEmpty(lengths), y, 0) : y;
  }
}

function lastOfBoth(x: Tensor, last: Tensor): Tensor {
  const [ahead, back] = split(x, 2, { axis: 2 }) as [Tensor, Tensor];
  return concat([elementsAt(ahead, last), elementsAt(back, mul(last, 0))], { axis: 1 });
}

/** Which sequences have an element at all: bool `[batch, 1]`. */
const isNotEmpty = (lengths: Tensor): Tensor => reshape(greater(lengths, 0), [-1, 1]);

/** The element of each sequence at its place: `[length, batch, features]` and int32 `[batch]` or `[]` → `[batch, features]`. */
function elementsAt(x: Tensor, place: Tensor): Tensor {
  const batch = cast(countLike(x, { axes: [1] }), "int32");
  const rows = add(mul(place, batch), positions(x, { axis: 1 }));
  return gather(reshape(x, [-1, x.shape[2]!]), rows);
}

/** The mean over time. */
export class MeanOverTime extends SequencePooling {
  forward(x: Tensor, _pass: Pass, lengths?: Tensor): Tensor {
    if (!lengths) return div(sum(x, { axis: 0 }), countLike(x, { axes: [0] }));
    const counts = cast(maximum(lengths, 1), "float32");
    return div(sum(mul(x, sequenceMask(x, lengths)), { axis: 0 }), reshape(counts, [-1, 1]));
  }
}

/** The largest number over time, feature by feature. */
export class MaxOverTime extends SequencePooling {
  forward(x: Tensor, _pass: Pass, lengths?: Tensor): Tensor {
    if (!lengths) return max(x, { axis: 0 });
    const largest = max(where(greater(sequenceMask(x, lengths), 0), x, lowest), { axis: 0 });
    return where(isNotEmpty(lengths), largest, 0);
  }
}

/** Below everything that a network computes, and finite: an infinity times 0 would be NaN. */
const lowest = -3e38;

/**
 * A weighted mean over time whose weights are learned:
 *   u_t = tanh(W x_t + b),  a = softmax over t of (v · u_t),  y = sum over t of a_t x_t
 * Source: Yang et al. 2016, "Hierarchical attention networks for document classification", equations 5 to 7.
 */
export class AttentionOverTime extends SequencePooling {
  readonly hidden: Linear; // W and b, [features, features]
  readonly context: Parameter; // v, [features]

  constructor(features: number, { random }: { readonly random: Random }) {
    super();
    this.hidden = new Linear(features, features, { random });
    this.context = uniformParameter([features], 1 / Math.sqrt(features), random);
  }

  forward(x: Tensor, _pass: Pass, lengths?: Tensor): Tensor {
    const scores = sum(mul(tanh(this.hidden.forward(x)), this.context), { axis: 2, keepDims: true }); // [length, batch, 1]
    if (!lengths) return sum(mul(x, softmax(scores, { axis: 0 })), { axis: 0 });
    const mask = sequenceMask(x, lengths);
    const weights = softmax(where(greater(mask, 0), scores, lowest), { axis: 0 });
    return sum(mul(x, mul(weights, mask)), { axis: 0 });
  }
}
