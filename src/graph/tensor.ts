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
  readonly trainable: boolean;
  readonly sparse: boolean;
  readonly heldEpochs: number;
  readonly owner: Parameter | undefined;

  constructor(
    operator: Operator,
    shape: readonly number[],
    readonly initial: Float32Array,
    { trainable, sparse, heldEpochs, owner }: ParameterTraits,
  ) {
    super(operator, [], {}, shape, "float32");
    this.trainable = trainable;
    this.sparse = sparse;
    this.heldEpochs = heldEpochs;
    this.owner = owner;
  }
}

export interface ParameterTraits {
  /** Whether it is learned. */
  readonly trainable: boolean;
  /**
   * A table of rows: a step changes, of it and of the optimiser's state of it, only rows that its gradient comes from;
   * weight decay too acts on these alone.
   */
  readonly sparse: boolean;
  /** For how many epochs it keeps its values before it is learned. */
  readonly heldEpochs: number;
  /** Of an optimiser's state: the weight that it belongs to. */
  readonly owner: Parameter | undefined;
}

/** Where operators accept a plain number, it becomes a scalar constant. */
export type TensorLike = Tensor | number;
