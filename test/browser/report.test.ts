import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderReport } from "../../src/report/index.js";
import { madeUpOutputs, reportFrom } from "../report/fixture.js";
import { chromiumPath, skipReason } from "./chromium.js";

const sizes = [
  { name: "a desktop", width: 1280, height: 800 },
  { name: "a phone", width: 375, height: 740 },
];

describe.skipIf(chromiumPath === undefined)(`a report in a browser${skipReason}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "report-"));
    await writeFile(
      join(folder, "report.html"),
      renderReport(reportFrom(madeUpOutputs(Array.from("0123456789"), 2000))),
    );
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  describe.each(sizes)("on $name", ({ width, height }) => {
    const requests: string[] = [];
    const problems: string[] = [];
    let page: Page;

    beforeAll(async () => {
      page = await browser.newPage({ viewport: { width, height } });
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(String(error)));
      await page.goto(pathToFileURL(join(folder, "report.html")).href, { waitUntil: "networkidle" });
    });

    test("it asks for nothing, and nothing goes wrong", () => {
      expect(requests.filter((url) => !url.startsWith("data:")).map((url) => url.split("/").at(-1))).toEqual([
        "report.html",
      ]);
      expect(problems).toEqual([]);
    });

    test("every section is there to be seen", async () => {
      const sections = await page.locator("section").all();
      expect(sections.length).toBeGreaterThan(5);
      for (const section of sections) {
        const { width: wide, height: high } = (await section.boundingBox())!;
        expect(wide).toBeGreaterThan(width / 2);
        expect(high).toBeGreaterThan(40);
      }
      for (const heading of await page.locator("h1, h2").all()) expect(await heading.isVisible()).toBe(true);
      expect(await page.locator("svg").count()).toBeGreaterThan(3);
    });

    test("the page does not scroll sideways", async () => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  });
});
