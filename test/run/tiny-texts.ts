import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Recipe } from "../../src/run/index.js";
import { Random } from "../../src/tensor/index.js";

const good = ["fun", "great", "lovely", "superb"];
const bad = ["dull", "awful", "boring", "poor"];
const plain = ["the", "film", "was", "a", "story", "of", "two", "people", "in", "town"];

/** Texts of 1 to 12 words, of which one or two tell the class. */
export function textRows(samples: number, seed: number): { text: string; label: string }[] {
  const random = new Random(seed);
  const one = (words: readonly string[]): string => words[random.integer(words.length)]!;
  return Array.from({ length: samples }, (_, i) => {
    const words = Array.from({ length: random.integer(11) }, () => one(plain));
    words.splice(random.integer(words.length + 1), 0, one(i % 2 ? good : bad));
    return { text: words.join(" "), label: i % 2 ? "good" : "bad" };
  });
}

/** Writes training and test texts into a folder; one training row has no label. */
export async function writeTexts(folder: string): Promise<void> {
  const csv = (rows: readonly { text: string; label: string }[]): string =>
    ["text,label", ...rows.map(({ text, label }) => `${text},${label}`)].join("\n");
  await writeFile(join(folder, "train.csv"), `${csv(textRows(240, 1))}\nno label,\n`);
  await writeFile(join(folder, "test.csv"), csv(textRows(80, 2)));
  await writeFile(
    join(folder, "plain.txt"),
    textRows(400, 3)
      .map(({ text }) => `${text}\n`)
      .join(""),
  );
}

/** A recipe on these texts that trains in a moment. */
export const tinyTexts = {
  name: "tiny-texts",
  data: {
    train: "train.csv",
    test: "test.csv",
    text: "text",
    validation: 40,
    vectors: { text: ["plain.txt"], size: 6, epochs: 2, minCount: 1 },
  },
  teacher: { model: "bilstm", hidden: [8], embedding: { vectors: true } },
  student: { model: "gru", hidden: [8], embedding: { vectors: true, size: 4, words: 17, tune: 1 } },
  training: { epochs: 8, batchSize: 16, optimizer: { name: "adam", learningRate: 2e-2 } },
  threads: 1,
} satisfies Recipe;
