import { Parameter, type Tensor } from "../graph/index.js";
import type { Pass } from "./pass.js";

/**
 * A part of a network: parameters, and the equation that uses them. Parameters are found by walking the module's own
 * properties (parameters, modules, arrays and maps of them) in the order of their declaration, and are named by the way there:
 * "layers.0.weight".
 */
export abstract class Module {
  abstract forward(x: Tensor, pass: Pass): Tensor;

  /** What is learned. */
  parameters(): Parameter[] {
    return [...this.namedParameters().values()].filter((parameter) => parameter.trainable);
  }

  /** What is kept but not learned: running statistics. */
  buffers(): Parameter[] {
    return [...this.namedParameters().values()].filter((parameter) => !parameter.trainable);
  }

  /** Parameters and buffers by name; one that is used in two places has the name of the first. */
  namedParameters(): Map<string, Parameter> {
    const found = new Map<Parameter, string>();
    collect(this, "", found);
    return new Map([...found].map(([parameter, name]) => [name, parameter]));
  }

  /**
   * Writes each parameter's name into it: done when a model is complete, and again where several share a program.
   * @param prefix begins the names, with a dot after it; default none
   */
  nameParameters(prefix = ""): this {
    for (const [name, parameter] of this.namedParameters()) parameter.name = prefix === "" ? name : `${prefix}.${name}`;
    return this;
  }
}

function collect(value: unknown, name: string, found: Map<Parameter, string>): void {
  if (value instanceof Parameter) {
    if (!found.has(value)) found.set(value, name);
    return;
  }
  const isList = value instanceof Module || Array.isArray(value);
  const entries = value instanceof Map ? (value as Map<string, unknown>) : isList ? Object.entries(value) : [];
  for (const [key, inner] of entries) collect(inner, name === "" ? key : `${name}.${key}`, found);
}
