import { extname } from "node:path";
import { OptionError } from "../tensor/errors.js";
import type { WordMap } from "../words/projection/word-map.js";

const formats = ["html", "svg", "png", "json"] as const;
export type MapFormat = (typeof formats)[number];

/**
 * What a file is to hold, from its name.
 * @throws OptionError for a name that tells none of the formats
 */
export function mapFormat(path: string): MapFormat {
  const extension = extname(path).slice(1).toLowerCase();
  const format = formats.find((one) => one === extension);
  if (format !== undefined) return format;
  const endings = formats.map((one) => `.${one}`).join(", ");
  throw new OptionError(`--output: got "${path}", expected a name that ends in one of ${endings}.`);
}

/** The content of a file that shows the map. */
export async function mapContent(map: WordMap, format: MapFormat, title: string): Promise<string | Uint8Array> {
  if (format === "json") return `${JSON.stringify(map)}\n`;
  const { renderWordMap, wordMapPng, wordMapSvg } = await import("../report/index.js");
  if (format === "svg") return wordMapSvg(map);
  return format === "png" ? wordMapPng(map) : renderWordMap(map, title);
}
