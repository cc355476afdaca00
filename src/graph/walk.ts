import type { Tensor } from "./tensor.js";

/** Every tensor that the outputs need, inputs before what is computed from them. */
export function ancestors(outputs: readonly Tensor[]): Tensor[] {
  const seen = new Set<Tensor>();
  const open = [...outputs];
  while (open.length > 0) {
    const tensor = open.pop()!;
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    open.push(...tensor.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id); // inputs always have smaller ids
}
