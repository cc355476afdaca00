import fc from "fast-check";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LimbeckError } from "../../../src/tensor/index.js";
import { formats, readVectors } from "../../../src/words/formats/index.js";
import { KeyedVectors } from "../../../src/words/index.js";
import { damage, damaged } from "../../data/damage.js";
import { folderOf, writeFiles } from "../../data/scratch.js";
import { samples } from "./samples.js";

/** What every reader promises of the vectors that it does not refuse. */
function expectSound(vectors: KeyedVectors): void {
  const words = [...vectors.words];
  expect(words.length).toBe(vectors.length);
  expect(new Set(words).size).toBe(words.length);
  expect(vectors.size).toBeGreaterThan(0);
  words.forEach((word, i) => expect(vectors.indexOf(word)).toBe(i));
  expect(vectors.norms.every((x) => x >= 0)).toBe(true);
  if (vectors.length > 0) vectors.mostSimilar({ positive: [words[0]!] });
}

const cases = formats.flatMap(({ name }) =>
  samples[name]!.map((make, i) => ({ sample: `${name} ${i + 1}`, name, make })),
);

describe.each(cases)("$sample", ({ name, make }) => {
  test("is told by its content and read", async () => {
    const files = await make();
    const path = join(await folderOf(files), Object.keys(files)[0]!);
    expect((await readVectors(path)).format).toBe(name);
    expectSound(await KeyedVectors.load(path));
  });

  test("of damaged files it gives sound vectors or one clear error, in memory of the file's order", async () => {
    const files = await make();
    const names = Object.keys(files);
    const folder = await folderOf(files);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(names.length - 1), damage, async (which, changes) => {
        const broken = changes.reduce(damaged, files[names[which]!]!);
        await writeFiles(folder, { ...files, [names[which]!]: broken });
        const before = process.memoryUsage().arrayBuffers;
        const result = await KeyedVectors.load(join(folder, names[0]!)).catch((error: unknown) => error);
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2e6);
        if (result instanceof Error) {
          refused++;
          expect(result).toBeInstanceOf(LimbeckError);
          expect(result.message.length).toBeGreaterThan(20);
          expect(result.message).toContain(folder);
        } else expectSound(result as KeyedVectors);
      }),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(10); // the damage did reach the reader
  });

  test("cut off anywhere, it gives sound vectors or one clear error", async () => {
    const files = await make();
    const [name] = Object.keys(files);
    const folder = await folderOf(files);
    const bytes = files[name!]!;
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 60)) {
      await writeFiles(folder, { [name!]: bytes.subarray(0, length) });
      const result = await KeyedVectors.load(join(folder, name!)).catch((error: unknown) => error);
      if (result instanceof Error) expect(result).toBeInstanceOf(LimbeckError);
      else expectSound(result as KeyedVectors);
    }
  });
});
