import { OptionError } from "../tensor/index.js";
import type { ResolvedNetwork } from "./recipe/index.js";

/**
 * A network of a size between two, so far of the way from the first to the second: widths at equal ratios, depths in
 * between, trained as the second is. An MLP or a CNN has as many layers as the first.
 * @param share 0 … 1
 * @throws OptionError if they are of different architectures, or of the recipe's own
 */
export function networkBetween(
  [from, to]: readonly [ResolvedNetwork, ResolvedNetwork],
  share: number,
  name: string,
): ResolvedNetwork {
  if (typeof from.model === "function" || from.model !== to.model) {
    const model = ({ model }: ResolvedNetwork) => (typeof model === "function" ? "a function" : model);
    throw new OptionError(
      `scheme: ${name} is to be of a size between two networks, but they are ${model(from)} and ${model(to)}. ` +
        `Give it as a network of a scheme, such as { model: "mlp", hidden: 400 }.`,
    );
  }
  const [a, b] = [from, to] as unknown as [Sizes, Sizes];
  const sized: Record<string, unknown> = { ...to };
  if (a.hidden && b.hidden) {
    const mean = b.hidden.reduce((sum, width) => sum + width, 0) / b.hidden.length;
    sized["hidden"] = a.hidden.map((width) => Math.max(1, Math.round(between(width, mean, share))));
  }
  if (a.width !== undefined && b.width !== undefined) {
    sized["width"] = Number(between(a.width, b.width, share).toPrecision(3));
  }
  if (a.depth !== undefined && b.depth !== undefined) {
    sized["depth"] = 6 * Math.max(1, Math.round((between(a.depth, b.depth, share) - 2) / 6)) + 2;
  }
  return sized as unknown as ResolvedNetwork;
}

interface Sizes {
  readonly hidden?: readonly number[];
  readonly width?: number;
  readonly depth?: number;
}

/** The geometric mean: equal ratios on both sides of the middle. */
const between = (a: number, b: number, share: number): number => a ** (1 - share) * b ** share;
