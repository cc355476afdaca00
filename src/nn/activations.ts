import { gelu, leakyRelu, relu, sigmoid, silu, tanh, type Tensor } from "../graph/index.js";
import { OptionError, suggestion } from "../tensor/index.js";
import { Module } from "./module.js";

/** Activation functions by the names that recipes use. */
export const activations = {
  relu: (x: Tensor) => relu(x),
  leakyRelu: (x: Tensor) => leakyRelu(x),
  gelu: (x: Tensor) => gelu(x),
  geluTanh: (x: Tensor) => gelu(x, { approximate: "tanh" }),
  silu: (x: Tensor) => silu(x),
  tanh: (x: Tensor) => tanh(x),
  sigmoid: (x: Tensor) => sigmoid(x),
} as const;

export type ActivationName = keyof typeof activations;

/** An activation function as a module, for `Sequential`. */
export class Activation extends Module {
  readonly #function: (x: Tensor) => Tensor;

  /** @throws OptionError if there is no activation of that name */
  constructor(readonly name: ActivationName) {
    super();
    this.#function = findActivation(name);
  }

  forward(x: Tensor): Tensor {
    return this.#function(x);
  }
}

/** @throws OptionError that suggests the nearest name */
export function findActivation(name: string): (x: Tensor) => Tensor {
  if (Object.hasOwn(activations, name)) return activations[name as ActivationName];
  throw new OptionError(`There is no activation "${name}".${suggestion(name, Object.keys(activations))}`);
}
