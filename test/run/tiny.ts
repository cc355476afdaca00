import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { resolveRecipe, type Metrics, type Recipe, type ResolvedRecipe } from "../../src/run/index.js";
import type { RunFolder } from "../../src/run/index.js";
import { Random } from "../../src/tensor/index.js";
import { idxFile } from "../data/samples.js";

/** A folder that goes when the test ends. */
export async function scratch(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "limbeck-run-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A folder for all tests of a file; it goes when they end. */
export async function lastingScratch(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "limbeck-run-"));
  afterAll(() => rm(path, { recursive: true, force: true }));
  return path;
}

const side = 8;
const classes = 3;

/** Pictures of 8x8: a bright bar of two rows whose height tells the class, in noise. */
export function pictures(samples: number, seed: number): { images: Uint8Array; labels: Uint8Array } {
  const random = new Random(seed);
  const labels = Array.from({ length: samples }, (_, i) => i % classes);
  const pixels = labels.flatMap((label) =>
    Array.from({ length: side * side }, (_, at) => {
      const row = Math.floor(at / side);
      const isBar = row === 1 + 2 * label || row === 2 + 2 * label;
      return Math.floor(random.next() * 150) + (isBar ? 60 : 0);
    }),
  );
  return { images: idxFile(8, [samples, side, side], pixels), labels: idxFile(8, [samples], labels) };
}

/** Writes training and test pictures into a folder. */
export async function writePictures(folder: string, seed = 1): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, samples, add] of [
    ["train", 180, 0],
    ["test", 60, 1000],
  ] as const) {
    const { images, labels } = pictures(samples, seed + add);
    await writeFile(join(folder, `${name}-images`), images);
    await writeFile(join(folder, `${name}-labels`), labels);
  }
}

/** A recipe on these pictures that trains in a moment. */
export const tiny = {
  name: "tiny",
  data: {
    format: "idx",
    train: { images: "train-images", labels: "train-labels" },
    test: { images: "test-images", labels: "test-labels" },
    validation: 30,
  },
  teacher: { model: "mlp", hidden: [24], dropout: 0.2 },
  student: { model: "mlp", hidden: [6] },
  training: { epochs: 2, batchSize: 32 },
  threads: 1,
} satisfies Recipe;

export const resolve = (recipe: Recipe, folder: string): ResolvedRecipe =>
  resolveRecipe(recipe, { source: "tiny.json", folder });

/** The weights that a run ended with, byte by byte, by network. */
export async function weightsOf(folder: RunFolder): Promise<Record<string, string>> {
  const files = (await filesOf(folder)).filter((file) => file.endsWith("weights.safetensors"));
  const entries = files.map(
    async (file) => [dirname(file), (await readFile(join(folder.path, file))).toString("base64")] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The figures without times. */
export const withoutTimes = ({ seconds: _seconds, models, ...rest }: Metrics): object => ({
  ...rest,
  models: Object.fromEntries(
    Object.entries(models).map(([name, figures]) => [name, { ...figures, latencyMs: undefined }]),
  ),
});

/** Every file and folder of a run, sorted. */
export const filesOf = async (folder: RunFolder): Promise<string[]> =>
  (await readdir(folder.path, { recursive: true })).sort();
