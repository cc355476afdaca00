import { createHash } from "node:crypto";
import type { Random } from "../tensor/index.js";
import type { Axis } from "./axis.js";

/** What a trial sets of the recipe, by path; each value as it is written after `--set path=`. */
export type Setting = Readonly<Record<string, string>>;

/** How many points a grid has. */
export const gridSize = (axes: readonly Axis[]): number => axes.reduce((size, { values }) => size * values.length, 1);

/** The point of a grid with a number from 0 to before its size: the last axis changes fastest. */
export function gridPoint(axes: readonly Axis[], index: number): Setting {
  const setting: Record<string, string> = {};
  for (const { path, values } of [...axes].reverse()) {
    setting[path] = values[index % values.length]!;
    index = Math.floor(index / values.length);
  }
  return Object.fromEntries(Object.entries(setting).reverse());
}

/** Every point of a grid, or `count` of them drawn without putting back, in the order of the grid. */
export function chooseSettings(axes: readonly Axis[], count: number | undefined, random: Random): Setting[] {
  const size = gridSize(axes);
  if (count === undefined || count >= size) return Array.from({ length: size }, (_, i) => gridPoint(axes, i));
  const chosen = new Set<number>(); // of a grid too large for a permutation too
  while (chosen.size < count) chosen.add(Math.floor(random.next() * size));
  return [...chosen].sort((a, b) => a - b).map((index) => gridPoint(axes, index));
}

/** A setting as the words of `--set`. */
export const assignments = (setting: Setting): string[] =>
  Object.entries(setting).map(([path, value]) => `${path}=${value}`);

/**
 * The name of a trial, which is also that of its folder: the same for the same setting and seed, whatever else is swept.
 * Letters that the name of a folder cannot have on every system are written as in a URL; a long name ends in a digest.
 */
export function trialId(setting: Setting, seed: number): string {
  const id = [...assignments(setting), `seed=${seed}`]
    .join(",")
    .replace(/[^\w.,=[\]-]+/g, (letters) => encodeURIComponent(letters).replaceAll("*", "%2A"));
  return id.length <= 150 ? id : `${id.slice(0, 130)}-${createHash("sha256").update(id).digest("hex").slice(0, 16)}`;
}
