import * as Plot from "@observablehq/plot";
import type { WordMap } from "../../words/projection/word-map.js";
import { chart } from "../chart.js";
import type { Html } from "../html.js";
import { axisName, label, size, type Layout } from "./layout.js";

/**
 * The chart of a page or a file: lines in the order of `map.lines`, circles in that of the points, then the words.
 * @param hasLabel of which points the word is written
 * @param extra    marks on top, as a legend
 */
export function wordMapChart(
  map: WordMap,
  layout: Layout,
  hasLabel: (index: number) => boolean,
  extra: Plot.Markish[] = [],
): Html {
  const { xs, ys, lines, groups } = layout;
  const indices = map.points.map((_, i) => i);
  const colours = new Map(groups.map(({ name, colour }) => [name, colour]));
  const place = { x: (i: number) => xs[i]!, y: (i: number) => ys[i]! };
  const fill = (i: number): string => colours.get(map.points[i]!.group)!;
  return chart(
    {
      ...size,
      margin: 0,
      x: { type: "identity", axis: null },
      y: { type: "identity", axis: null },
      style: { fontSize: `${label.fontSize}px` },
      marks: [
        Plot.link(lines, {
          x1: ([from]: Line) => xs[from]!,
          y1: ([from]: Line) => ys[from]!,
          x2: ([, to]: Line) => xs[to]!,
          y2: ([, to]: Line) => ys[to]!,
          stroke: "currentColor",
          strokeOpacity: 0.35,
          strokeDasharray: "4 3",
        }),
        Plot.dot(indices, { ...place, r: 3, fill }),
        Plot.text(indices.filter(hasLabel), {
          ...place,
          text: (i: number) => map.points[i]!.word,
          dx: label.offset,
          textAnchor: "start",
          fill: "currentColor",
        }),
        axisTitle(axisName(map, 0), size.width / 2, size.height - 10, 0),
        axisTitle(axisName(map, 1), 10, size.height / 2, -90),
        ...extra,
      ],
    },
    `${map.points.length} words in two dimensions, by ${map.method.toUpperCase()}`,
  );
}

type Line = readonly [number, number];

const axisTitle = (text: string, x: number, y: number, rotate: number): Plot.Markish =>
  text === "" ? null : Plot.text([text], { x: [x], y: [y], rotate, fill: "currentColor", fillOpacity: 0.6 });

/** The names of the groups beside their colours, at the upper left; nothing where there is only one. */
export function legendMarks({ groups }: Layout): Plot.Markish[] {
  if (groups.length < 2) return [];
  const row = { x: () => 30, y: (_: unknown, i: number) => 18 + 17 * i };
  return [
    Plot.dot(groups, { ...row, r: 4, fill: ({ colour }: { colour: string }) => colour }),
    Plot.text(groups, { ...row, text: "name", dx: 10, textAnchor: "start", fill: "currentColor" }),
  ];
}
