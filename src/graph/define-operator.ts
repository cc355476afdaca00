import { LimbeckError, ShapeError, type DType, type Shape } from "../tensor/index.js";
import { constantLike } from "./leaves.js";
import type { Expression, Reference, Target } from "./lowering.js";
import { Tensor, type TensorLike } from "./tensor.js";
import type { Value } from "./value.js";

/** The four sides of an operator; see `defineOperator`. */
export interface Operator {
  readonly name: string;
  /** True if each output element depends only on the input elements at the same (broadcast) position. */
  readonly elementwise: boolean;
  readonly gradient: ((dy: Tensor, inputs: readonly Tensor[], y: Tensor, options: never) => Gradients) | undefined;
  readonly onnx: (inputs: readonly Reference[], options: never, result: LoweredResult) => Expression;
  readonly evaluate: (inputs: readonly Value[], options: never, result: Result) => Value;
}

/** One gradient an input; undefined where none flows (labels, indices). */
export type Gradients = readonly (Tensor | undefined)[];

/** What is known of the operator's result when it is lowered or evaluated. */
export interface Result {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A result that is lowered, and for what. */
export interface LoweredResult extends Result {
  readonly target: Target;
}

export interface OperatorDefinition<Names extends readonly string[], Options extends object> {
  /** Names of the inputs, for messages. */
  readonly inputs: Names;
  /** Options with their defaults. */
  readonly options?: Options;
  readonly elementwise?: boolean;
  /** The shape of the result. Throws ShapeError if the inputs do not fit. */
  readonly shape: (inputs: NamedTensors<Names>, options: Options) => Shape;
  /** The dtype of the result; left out: that of the first input. */
  readonly dtype?: (inputs: NamedTensors<Names>, options: Options) => DType;
  /** The gradient with respect to each input as a graph, from that of the result; left out: not differentiable. */
  readonly gradient?: ((dy: Tensor, inputs: NamedTensors<Names>, y: Tensor, options: Options) => Gradients) | undefined;
  /** The ONNX nodes that compute it. */
  readonly onnx: (inputs: NamedReferences<Names>, options: Options, result: LoweredResult) => Expression;
  /** The result in float64, plainly: the reference that the fast path is held against. */
  readonly evaluate: (inputs: NamedValues<Names>, options: Options, result: Result) => Value;
}

type NamedTensors<Names extends readonly string[]> = { readonly [K in keyof Names]: Tensor };
type NamedReferences<Names extends readonly string[]> = { readonly [K in keyof Names]: Reference };
type NamedValues<Names extends readonly string[]> = { readonly [K in keyof Names]: Value };
type Arguments<Names extends readonly string[], Options> = [
  ...{ [K in keyof Names]: TensorLike },
  options?: Partial<Options>,
];

/** An operator of one, two or three inputs without options. */
export type Unary = (x: TensorLike) => Tensor;
export type Binary = (a: TensorLike, b: TensorLike) => Tensor;
export type Ternary = (a: TensorLike, b: TensorLike, c: TensorLike) => Tensor;

/** Every operator by name: tests walk it, so that each one meets the same contract. */
export const operators = new Map<string, Operator>();

/**
 * Makes an operator of its four sides: shape rule, gradient, ONNX lowering and float64 reference.
 * The function that comes back takes the inputs in order, then the options; plain numbers become scalar constants of the
 * dtype of the first tensor among the inputs that is not bool, else float32.
 */
export function defineOperator<const Names extends readonly string[], Options extends object = object>(
  name: string,
  definition: OperatorDefinition<Names, Options>,
): (...args: Arguments<Names, Options>) => Tensor {
  const operator = register(name, definition);
  const arity = definition.inputs.length;
  return (...args) => {
    const inputs = asTensors(name, definition.inputs, args.slice(0, arity) as TensorLike[]) as NamedTensors<Names>;
    const options = { ...definition.options, ...(args[arity] as Partial<Options> | undefined) } as Options;
    return locate(() => {
      const shape = definition.shape(inputs, options);
      const dtype = definition.dtype?.(inputs, options) ?? (inputs as readonly Tensor[])[0]!.dtype;
      return new Tensor(operator, inputs as readonly Tensor[], options as Record<string, unknown>, shape, dtype);
    });
  };
}

/**
 * Makes an operator of any number of like inputs, such as `concat`.
 * @see defineOperator
 */
export function defineVariadicOperator<Options extends object>(
  name: string,
  definition: OperatorDefinition<readonly string[], Options>,
): (inputs: readonly Tensor[], options: Options) => Tensor {
  const operator = register(name, definition);
  return (inputs, options) =>
    locate(() => {
      if (inputs.length === 0) throw new ShapeError(`${name}: got no tensor. Give at least one.`);
      const shape = definition.shape(inputs, options);
      const dtype = definition.dtype?.(inputs, options) ?? inputs[0]!.dtype;
      return new Tensor(operator, inputs, options as Record<string, unknown>, shape, dtype);
    });
}

function register<Names extends readonly string[], Options extends object>(
  name: string,
  definition: OperatorDefinition<Names, Options>,
): Operator {
  const operator: Operator = {
    name,
    elementwise: definition.elementwise ?? false,
    gradient: definition.gradient as Operator["gradient"],
    onnx: definition.onnx as unknown as Operator["onnx"],
    evaluate: definition.evaluate as unknown as Operator["evaluate"],
  };
  operators.set(name, operator);
  return operator;
}

function asTensors(name: string, names: readonly string[], given: readonly TensorLike[]): Tensor[] {
  const tensors = given.filter((value) => value instanceof Tensor);
  const like = tensors.find((tensor) => tensor.dtype !== "bool");
  return names.map((inputName, i) => {
    const value = given[i];
    if (value instanceof Tensor) return value;
    if (typeof value === "number") return constantLike(value, like?.dtype ?? "float32");
    throw new ShapeError(`${name}: ${inputName} is ${describe(value)}, expected a tensor or a number${userLine()}.`);
  });
}

const describe = (value: unknown): string => (value === undefined ? "missing" : `a ${typeof value}`);

/** Runs a shape rule; an error that it throws gains the line of the user's code that called the operator. */
function locate<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    if (error instanceof LimbeckError && !error.message.includes(" (at ")) error.message += userLine();
    throw error;
  }
}

/** " (at model.ts:14)": the nearest caller outside of Limbeck's own graph and layer code; empty if there is none. */
function userLine(): string {
  const frames = new Error().stack?.split("\n").slice(1) ?? [];
  const own = /[/\\](?:src|dist)[/\\](?:graph|nn|tensor|optim)[/\\]|node:internal|node_modules/;
  const frame = frames.find((line) => !own.test(line) && /:\d+:\d+\)?$/.test(line));
  const match = frame && /([^/\\() ]+):(\d+):\d+\)?$/.exec(frame);
  return match ? ` (at ${match[1]}:${match[2]})` : "";
}
