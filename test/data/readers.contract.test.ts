import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadDataset, numericShape, readers, type Dataset } from "../../src/data/index.js";
import { LimbeckError, sizeOf } from "../../src/tensor/index.js";
import { damage, damaged } from "./damage.js";
import { samples } from "./samples.js";
import { describeImages, needsSharp, sharp } from "./sharp.js";
import { folderOf, writeFiles } from "./scratch.js";

/** What every reader promises of the data that it does not refuse. */
function expectSound({ inputs, shape, text, labels, classes, files }: Dataset): void {
  expect(labels.length).toBeGreaterThan(0);
  expect([Uint8Array, Float32Array]).toContain(inputs.constructor); // no Buffer, whose slice shares memory
  if (text) {
    expect(shape).toEqual(["length"]);
    expect(text.texts.length).toBe(labels.length);
    expect(text.texts.every((one) => typeof one === "string")).toBe(true);
  } else expect(inputs.length).toBe(labels.length * sizeOf(numericShape({ shape })));
  expect(labels.every((label) => label >= 0 && label < classes.length)).toBe(true);
  expect(inputs.every((x: number) => Number.isFinite(x))).toBe(true);
  expect(new Set(classes).size).toBe(classes.length);
  for (const { sha256 } of files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
}

const cases = readers.flatMap(({ format }) =>
  samples[format].map((make, i) => ({ name: `${format} ${i + 1}`, format, make })),
);

const readable = cases.filter(({ format }) => sharp !== undefined || format !== "images");
describeImages(`images ${needsSharp}`, () => {
  test("are among the cases", () => expect(readable).toEqual(cases));
});

describe.each(readable)("$name", ({ format, make }) => {
  test("reads the sample as it is", async () => {
    const { files, source, spec } = await make();
    const dataset = await loadDataset(source, { format, ...spec }, { baseDir: await folderOf(files) });
    expectSound(dataset);
    expect(dataset.files.length).toBeGreaterThan(0);
  });

  test("of damaged files it gives sound data or one clear error", async () => {
    const { files, source, spec } = await make();
    const baseDir = await folderOf(files);
    const names = Object.keys(files);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(names.length - 1), damage, async (which, changes) => {
        const name = names[which]!;
        await writeFiles(baseDir, { ...files, [name]: changes.reduce(damaged, files[name]!) });
        const result = await loadDataset(source, { format, ...spec }, { baseDir }).catch((error: unknown) => error);
        if (result instanceof Error) {
          refused++;
          expect(result).toBeInstanceOf(LimbeckError);
          expect(result.message.length).toBeGreaterThan(20);
        } else expectSound(result as Dataset);
      }),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(10); // the damage did reach the reader
  });

  test("a missing file is named", async () => {
    const { source, spec } = await make();
    const baseDir = await folderOf({});
    await expect(loadDataset(source, { format, ...spec }, { baseDir })).rejects.toThrow(
      /data.* cannot be read: there is no such file/,
    );
  });
});
