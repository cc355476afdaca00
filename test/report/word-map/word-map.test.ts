import { createHash } from "node:crypto";
import { DOMParser } from "linkedom";
import { expect, test } from "vitest";
import { decodeImage } from "../../../src/data/images/decode-image.js";
import { renderWordMap, wordMapPng, wordMapSvg } from "../../../src/report/index.js";
import { FileError } from "../../../src/tensor/errors.js";
import { someWords } from "./fixture.js";

test("the page runs its own script and no other, whatever the words are", () => {
  const page = renderWordMap(someWords(), "<i>my vectors</i>");
  const scripts = [...page.matchAll(/<script(?<attributes>[^>]*)>(?<text>[^]*?)<\/script>/g)].map(
    ({ groups }) => groups!,
  );
  expect(scripts.map(({ attributes }) => attributes)).toEqual([' type="application/json" id="data"', ""]);
  const hash = createHash("sha256").update(scripts[1]!["text"]!).digest("base64");
  expect(page).toContain(`script-src &#39;sha256-${hash}&#39;`);
  expect(page).not.toContain("<img");
  expect(page).not.toContain("<i>");
  const data = JSON.parse(scripts[0]!["text"]!) as { words: string[] };
  expect(data.words).toEqual(someWords().points.map(({ word }) => word));
});

test("the page says how much of the variance PCA holds", () => {
  const page = renderWordMap(someWords(), "vectors");
  expect(page).toContain("60 words, flattened by PCA: the picture holds 50% of their variance");
  expect(page).toContain("component 1 (30% of the variance)");
});

test("the SVG is sound XML with every point, the legend, and words only where there is room", () => {
  const svg = new DOMParser().parseFromString(wordMapSvg(someWords(400)), "image/svg+xml");
  const root = svg.documentElement!;
  expect(root.getAttribute("xmlns")).toBe("http://www.w3.org/2000/svg");
  expect(root.querySelectorAll("circle")).toHaveLength(400 + 2);
  const texts = Array.from(root.querySelectorAll("text"), (text: Element) => text.textContent);
  expect(texts).toEqual(expect.arrayContaining(["even", "odd & <b>", "word8", "word9"]));
  expect(texts.length).toBeGreaterThan(60);
  expect(texts.length).toBeLessThan(300);
});

test("one unit is as long along both axes", () => {
  const points = [
    [0, 0],
    [10, 0],
    [0, 1],
  ].map(([x, y], i) => ({ word: `w${i}`, x: x!, y: y!, group: "one" }));
  const svg = wordMapSvg({ method: "umap", points, lines: [] });
  const at = [...svg.matchAll(/<circle[^>]*>/g)].map(([circle]) => [place(circle, "cx"), place(circle, "cy")]);
  const [origin, right, up] = at as [number[], number[], number[]];
  expect((right[0]! - origin[0]!) / 10).toBeCloseTo(origin[1]! - up[1]!, 1);
});

const place = (circle: string, name: string): number => Number(new RegExp(` ${name}="([^"]*)"`).exec(circle)![1]);

test("the PNG has the picture in it", async ({ skip }) => {
  const png = await wordMapPng(someWords()).catch((error: unknown) => error);
  if (png instanceof FileError) skip(png.message); // a system without a font
  const { width, height, pixels, channels } = await decodeImage(png as Uint8Array);
  expect([width, height]).toEqual([1920, 1360]);
  const coloured = pixels.filter((value, i) => i % channels === 0 && value < 128).length;
  expect(coloured).toBeGreaterThan(1000);
});
