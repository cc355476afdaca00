import type { WordMap } from "../../words/projection/word-map.js";

/** The picture's size in pixels, and the space around the points for words that begin at them. */
export const size = { width: 960, height: 680 } as const;
const margin = { left: 24, right: 110, top: 24, bottom: 30 } as const;

/** The font size of words, the distance from a point to its word, and the width of a letter, about. */
export const label = { fontSize: 12, offset: 6, height: 14 } as const;
const letterWidth = 6.4;

/** Where things stand in the picture, in pixels. */
export interface Layout {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** About how wide each word is. */
  readonly widths: readonly number[];
  /** The points that each line joins. */
  readonly lines: readonly (readonly [number, number])[];
  /** Whose word is written first where there is not room for all: the ends of lines, then as given. */
  readonly order: readonly number[];
  readonly groups: readonly WordGroupColour[];
}

export interface WordGroupColour {
  readonly name: string;
  readonly colour: string;
}

/** Okabe and Ito's colours, which colour-blind readers can tell apart; of the yellow, a tone that shows on white. */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#8f8a00", "#7a7f87"] as const;

/** Points in the middle of the picture, one unit as long along both axes: distances can be compared. */
export function layoutOf(map: WordMap): Layout {
  const { points } = map;
  const x = rangeOf(points.map((point) => point.x));
  const y = rangeOf(points.map((point) => point.y));
  const width = size.width - margin.left - margin.right;
  const height = size.height - margin.top - margin.bottom;
  const scale = Math.min(width / x.span, height / y.span);
  const indexOf = new Map(points.map(({ word }, i) => [word, i]));
  const lines = map.lines.map(([from, to]) => [indexOf.get(from)!, indexOf.get(to)!] as const);
  const names = [...new Set(points.map(({ group }) => group))];
  return {
    xs: points.map((point) => margin.left + width / 2 + (point.x - x.middle) * scale),
    ys: points.map((point) => margin.top + height / 2 - (point.y - y.middle) * scale),
    widths: points.map(({ word }) => label.offset + [...word].length * letterWidth),
    lines,
    order: [...new Set([...lines.flat(), ...points.keys()])],
    groups: names.map((name, i) => ({ name, colour: colours[i % colours.length]! })),
  };
}

function rangeOf(values: readonly number[]): { middle: number; span: number } {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return { middle: (least + most) / 2, span: most - least || 1 };
}

/** "component 1 (31% of the variance)": what an axis means. */
export function axisName(map: WordMap, axis: 0 | 1): string {
  const share = map.explainedVariance?.[axis];
  if (share === undefined) return "";
  return `component ${axis + 1} (${Math.round(100 * share)}% of the variance)`;
}
