import { expect, test, vi } from "vitest";
import { loadDataset, loadSplits } from "../../src/data/index.js";
import { folderOf } from "./scratch.js";
import { describeImages, needsSharp, sharp } from "./sharp.js";

const picture = (height: number, width: number, color: string) =>
  sharp!({ create: { width, height, channels: 3, background: color } });
const color = (height: number, width: number, name: string) => picture(height, width, name).png().toBuffer();
const gray = (height: number, width: number, name: string) =>
  picture(height, width, name).toColourspace("b-w").png().toBuffer();

describeImages(`folders of images ${needsSharp}`, () => {
  test("each folder is a class, in alphabetical order; files below it count, hidden and other files do not", async () => {
    const baseDir = await folderOf({
      "set/dog/1.png": await color(2, 3, "#ff0000"),
      "set/dog/more/2.JPG": await picture(2, 3, "#ff0000")
        .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
        .toBuffer(),
      "set/cat/b.png": await color(2, 3, "#0000ff"),
      "set/cat/a.png": await color(2, 3, "#010203"),
      "set/cat/.hidden.png": "no image",
      "set/cat/notes.txt": "no image",
      "set/.git/x.png": "no image",
    });
    const dataset = await loadDataset("set", {}, { baseDir });
    expect(dataset.classes).toEqual(["cat", "dog"]);
    expect([...dataset.labels]).toEqual([0, 0, 1, 1]);
    expect(dataset.shape).toEqual([3, 2, 3]);
    expect([...dataset.inputs.subarray(0, 18)]).toEqual([1, 2, 3].flatMap((value) => Array<number>(6).fill(value)));
    expect(dataset.files.length).toBe(1);
  });

  test("images without colour give one channel, unless one among them has colour or three are asked for", async () => {
    const baseDir = await folderOf({
      "plain/a/1.png": await gray(2, 2, "#646464"),
      "plain/b/1.png": await gray(2, 2, "#c8c8c8"),
      "mixed/a/1.png": await gray(2, 2, "#646464"),
      "mixed/b/1.png": await color(2, 2, "#ff0000"),
    });
    const plain = await loadDataset("plain", {}, { baseDir });
    expect(plain.shape).toEqual([1, 2, 2]);
    expect([...plain.inputs]).toEqual([100, 100, 100, 100, 200, 200, 200, 200]);
    expect((await loadDataset("plain", { grayscale: false }, { baseDir })).shape).toEqual([3, 2, 2]);
    expect((await loadDataset("mixed", {}, { baseDir })).shape).toEqual([3, 2, 2]);
    const dark = await loadDataset("mixed", { grayscale: true }, { baseDir });
    expect([...dark.inputs]).toEqual([100, 100, 100, 100, 76, 76, 76, 76]);
  });

  test("test data takes the training data's classes and channels", async () => {
    const files = Object.fromEntries(
      await Promise.all(
        ["a", "b"].flatMap((label) =>
          [0, 1, 2].map(async (i) => [`train/${label}/${i}.png`, await gray(2, 2, "#646464")] as const),
        ),
      ),
    );
    const baseDir = await folderOf({
      ...files,
      "test/b/1.png": await color(2, 2, "#ff0000"),
      "other/c/1.png": await gray(2, 2, "#646464"),
    });
    const spec = { train: "train", validation: 2 };
    const { test: held, validation } = await loadSplits({ ...spec, test: "test" }, { baseDir, seed: 1 });
    expect(held).toMatchObject({ shape: [1, 2, 2], classes: ["a", "b"] });
    expect([...held.labels]).toEqual([1]);
    expect([...validation.labels].sort()).toEqual([0, 1]);
    await expect(loadSplits({ ...spec, test: "other" }, { baseDir, seed: 1 })).rejects.toThrow(
      /c\/1\.png: label "c" is not one of the classes \(a, b\)/,
    );
  });

  test("images of several sizes are refused, or resized where the recipe says to which", async () => {
    const baseDir = await folderOf({
      "set/a/1.png": await color(2, 3, "#102030"),
      "set/b/1.png": await color(4, 4, "#102030"),
    });
    await expect(loadDataset("set", {}, { baseDir })).rejects.toThrow(/1\.png is 4×4 .*2×3\. Set data\.size/);
    const resized = await loadDataset("set", { size: [5, 4] }, { baseDir });
    expect(resized.shape).toEqual([3, 5, 4]);
    expect([...new Set(resized.inputs)]).toEqual([0x10, 0x20, 0x30]);
    await expect(loadDataset("set", { size: [0, 4] }, { baseDir })).rejects.toThrow(/data\.size is \[0, 4\]/);
  });

  test("what is wrong with a folder or a file is said", async () => {
    const baseDir = await folderOf({
      "empty/a/1.png": await color(2, 2, "#fff"),
      "empty/b/readme.txt": "",
      "flat/1.png": await color(2, 2, "#fff"),
      "broken/a/1.png": "no image",
    });
    const load = (source: string) => loadDataset(source, { format: "images" }, { baseDir });
    await expect(load("empty")).rejects.toThrow(/class b is empty/);
    await expect(load("flat")).rejects.toThrow(/holds no folder of images\. Expected a folder for each class/);
    await expect(load("broken")).rejects.toThrow(/1\.png: cannot be read as an image/);
    await expect(load("flat/1.png")).rejects.toThrow(/a part of its path is a file, not a folder/);
  });
});

test("without the package sharp, the message names the command that brings it", async () => {
  vi.doMock("sharp", () => {
    throw new Error("Cannot find package 'sharp'");
  });
  vi.resetModules();
  try {
    const { decodeImage } = await import("../../src/data/index.js");
    const error: unknown = await decodeImage(new Uint8Array(8)).catch((error: unknown) => error);
    expect((error as Error).name).toBe("OptionError");
    expect((error as Error).message).toMatch(/Run: npm install sharp$/);
  } finally {
    vi.doUnmock("sharp");
    vi.resetModules();
  }
});
