import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderWordMap } from "../../src/report/index.js";
import { someWords } from "../report/word-map/fixture.js";
import { chromiumPath, skipReason } from "./chromium.js";

describe.skipIf(chromiumPath === undefined)(`a word map in a browser${skipReason}`, () => {
  const map = someWords();
  const problems: string[] = [];
  let browser: Browser;
  let folder: string;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "word-map-"));
    const file = join(folder, "map.html");
    await writeFile(file, renderWordMap(map, "vectors"));
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 1280, height: 820 } });
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("dialog", (dialog) => problems.push(`a dialog: ${dialog.message()}`));
    await page.goto(pathToFileURL(file).href);
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** The words that can be read. */
  const read = (): Promise<string[]> =>
    page.locator("svg text[display=inline]").evaluateAll((texts) => texts.map((text) => text.textContent));
  const circle = (word: string) => page.locator("circle").nth(map.points.findIndex((point) => point.word === word));

  test("words show where there is room, and nothing goes wrong", async () => {
    const words = await read();
    expect(words.length).toBeGreaterThan(20);
    expect(words).toEqual(expect.arrayContaining(["word8", "word9"])); // the ends of the line
    expect(problems).toEqual([]);
  });

  test("a search leaves what it finds", async () => {
    await page.fill("#search", "WORD1");
    expect(await page.textContent("#found")).toBe("10 of 60 words");
    expect((await read()).every((word) => word.startsWith("word1"))).toBe(true);
    await page.fill("#search", "");
    expect(await page.textContent("#found")).toBe("");
  });

  test("the word under the pointer is named", async () => {
    await circle("word12").hover();
    expect(await page.textContent("#hint")).toBe("word12 · even");
  });

  test("the wheel zooms about the pointer, dragging moves, and a button brings all back", async () => {
    const before = (await circle("word12").boundingBox())!;
    const centre = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
    const other = (await circle("word13").boundingBox())!;
    await page.mouse.move(centre.x, centre.y);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => Math.abs((await circle("word13").boundingBox())!.x - other.x)).toBeGreaterThan(5);
    const zoomed = (await circle("word12").boundingBox())!;
    expect(Math.abs(zoomed.x + zoomed.width / 2 - centre.x)).toBeLessThan(1);
    await page.mouse.down();
    await page.mouse.move(centre.x + 40, centre.y - 30);
    await page.mouse.up();
    const moved = (await circle("word12").boundingBox())!;
    expect(Math.round(moved.x - zoomed.x)).toBe(40);
    expect(Math.round(moved.y - zoomed.y)).toBe(-30);
    await page.click("#whole");
    const back = (await circle("word13").boundingBox())!;
    expect(Math.abs(back.x - other.x)).toBeLessThan(2);
    expect(problems).toEqual([]);
  });
});
