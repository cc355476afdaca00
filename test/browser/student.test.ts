import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Student } from "../../src/student/index.js";
import { writeStudentFile } from "../../src/student/write-student-file.js";
import { cases, contentOf, textOf, type Case } from "../student/content.js";
import { bundle } from "./bundle.js";
import { chromiumPath, skipReason } from "./chromium.js";
import "./page/student.js"; // its types
import { serve } from "./serve.js";

const fileOf = (given: Case): string => `${cases.indexOf(given)}.limbeck`;
const samplesOf = ({ input, samples }: Case) =>
  samples.map((sample) => (input.kind === "text" ? textOf(sample) : sample));

describe.skipIf(chromiumPath === undefined)(`packaged students in a page${skipReason}`, () => {
  let browser: Browser;
  let page: Page;
  let server: { url: string; close: () => void };

  beforeAll(async () => {
    const { code } = await bundle(`import "./page/student.js";`);
    server = await serve({
      "index.html": `<!doctype html><link rel="icon" href="data:," /><script type="module" src="main.js"></script>`,
      "main.js": code,
      ...Object.fromEntries(cases.map((given) => [fileOf(given), writeStudentFile(contentOf(given, "int8"))])),
    });
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
    page = await browser.newPage();
    await page.goto(server.url);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  test.each(cases)("$name: the same file gives the same answers as in Node", async (given) => {
    const samples = samplesOf(given);
    const logits = await page.evaluate(([name, texts]) => classify(name, texts), [fileOf(given), samples] as const);
    const student = await Student.load(writeStudentFile(contentOf(given, "int8")));
    samples.forEach((sample, i) => {
      const here = student.logits(sample as string);
      logits[i]!.forEach((value, k) => expect(Math.abs(value - here[k]!)).toBeLessThan(1e-5));
    });
  });
});
