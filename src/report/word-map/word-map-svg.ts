import type { WordMap } from "../../words/projection/word-map.js";
import { label, layoutOf, size } from "./layout.js";
import { placeLabels } from "./place-labels.js";
import { legendMarks, wordMapChart } from "./word-map-chart.js";

/**
 * A word map as one SVG file: a point and, where there is room, its word; the words of a group in one colour.
 * @returns the text of the file
 */
export function wordMapSvg(map: WordMap): string {
  const layout = layoutOf(map);
  const shown = placeLabels(layout.xs, layout.ys, layout.widths, label.height, layout.order);
  const { text } = wordMapChart(map, layout, (i) => shown[i]!, legendMarks(layout));
  const opening = `<svg xmlns="http://www.w3.org/2000/svg" height="${size.height}"`; // a file of its own, not inline
  return `${text.replace("<svg", opening)}\n`;
}
