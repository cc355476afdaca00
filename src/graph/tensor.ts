import type { DType, Shape } from "../tensor/index.js";
import type { Operator } from "./define-operator.js";
import type { Value } from "./value.js";

let created = 0;

/**
 * A symbolic tensor: the result of an operator on other tensors, not yet computed. Graphs of them are built once,
 * differentiated by `grad`, and compiled by `engine/`.
 */
export class Tensor {
  /** Grows with each tensor made, so inputs always have smaller ids than what is computed from them. */
  readonly id: number = created++;

  constructor(
    readonly operator: Operator,
    readonly inputs: readonly Tensor[],
    readonly options: Readonly<Record<string, unknown>>,
    readonly shape: Shape,
    readonly dtype: DType,
  ) {}

  get rank(): number {
    return this.shape.length;
  }
}

/** A leaf that is fed at each run; created by `input`. */
export class Input extends Tensor {
  constructor(
    operator: Operator,
    readonly name: string,
    shape: Shape,
    dtype: DType,
  ) {
    super(operator, [], { name }, shape, dtype);
  }
}

/** A leaf whose value is part of the graph; created by `constant`. */
export class Constant extends Tensor {
  constructor(
    operator: Operator,
    readonly value: Value,
    dtype: DType,
  ) {
    super(operator, [], {}, value.shape, dtype);
  }
}

/** A leaf that a program keeps from run to run: a weight to be learned, or (not trainable) a running statistic. */
export class Parameter extends Tensor {
  /** Its path in the model, such as "layers.0.weight": set when the model is complete. */
  name = "";

  constructor(
    operator: Operator,
    shape: readonly number[],
    readonly initial: Float32Array,
    readonly trainable: boolean,
  ) {
    super(operator, [], {}, shape, "float32");
  }
}

/** Where operators accept a plain number, it becomes a scalar constant. */
export type TensorLike = Tensor | number;
