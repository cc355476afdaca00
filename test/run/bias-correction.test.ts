import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { classificationMetrics } from "../../src/distill/metrics.js";
import { distill } from "../../src/run/distill.js";
import { openModel } from "../../src/run/open-model.js";
import { loadRunData } from "../../src/run/run-data.js";
import { runFiles } from "../../src/run/index.js";
import { resolve, scratch, tiny, writePictures } from "./tiny.js";

test("a class left out of training gets the bias with the least log loss on validation data", async () => {
  const data = await scratch();
  await writePictures(data);
  const recipe = resolve(
    {
      ...tiny,
      data: { ...tiny.data, omit: ["1"] },
      training: { epochs: 20, batchSize: 32, optimizer: { name: "adam", learningRate: 0.01 } },
    },
    data,
  );
  const folder = { path: await scratch() };
  await distill(recipe, { folder });

  const { transfer, validation, prepare } = await loadRunData(recipe);
  expect([...transfer.labels]).not.toContain(1);
  expect([...validation.labels]).toContain(1);
  const facts = JSON.parse(await readFile(runFiles.modelFacts(folder, "baseline"), "utf8")) as {
    biasCorrection: Record<string, number>;
  };
  const correction = facts.biasCorrection["1"]!;
  expect(correction).toBeGreaterThan(0);

  // The exported model holds the corrected bias: a tenth more or less of it must be worse.
  const { classifier } = await openModel(folder.path, { network: "baseline" });
  const logits = await classifier.dataset(validation, prepare);
  await classifier.dispose();
  const lossWith = (more: number): number => {
    const changed = logits.map((logit, i) => (i % 3 === 1 ? logit + more : logit));
    return classificationMetrics(changed, validation.labels, 3).logLoss;
  };
  expect(lossWith(0)).toBeLessThanOrEqual(lossWith(-0.1) + 1e-6);
  if (correction < 20) expect(lossWith(0)).toBeLessThanOrEqual(lossWith(0.1) + 1e-6);
});
