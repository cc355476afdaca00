import type { OnnxNode } from "../graph/onnx-node.js";
import type { Shape } from "../tensor/index.js";

/** What a rule may ask about a node's inputs. */
export interface NodeFacts {
  readonly node: OnnxNode;
  /** Shape of an input, undefined where it is unknown or left out. */
  readonly shape: (input: number) => Shape | undefined;
  /** The numbers in an input, where they are known without running: a name stands for the size of a named axis. */
  readonly contents: (input: number) => Shape | undefined;
  readonly integer: (attribute: string, missing: number) => number;
  readonly integers: (attribute: string) => readonly number[] | undefined;
}

/** @param contents numbers of those values that are known without running */
export function factsOf(
  node: OnnxNode,
  shapes: ReadonlyMap<string, Shape>,
  contents: ReadonlyMap<string, Shape>,
): NodeFacts {
  return {
    node,
    shape: (input) => shapes.get(node.inputs[input] ?? ""),
    contents: (input) => contents.get(node.inputs[input] ?? ""),
    integer: (attribute, missing) => {
      const given = node.attributes[attribute];
      return given?.type === "int" ? given.value : missing;
    },
    integers: (attribute) => {
      const given = node.attributes[attribute];
      return given?.type === "ints" ? given.value : undefined;
    },
  };
}
