import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { defineObjective } from "../../../src/distill/define-objective.js";
import { planLoss, type LossSettings } from "../../../src/distill/loss-plan.js";
import { mean, square } from "../../../src/graph/index.js";
import { checkAlignment } from "../../../src/run/check/check-alignment.js";
import { checkConfidence } from "../../../src/run/check/check-confidence.js";
import { checkEvaluationMode } from "../../../src/run/check/check-frozen.js";
import { checkGradients, checkZero } from "../../../src/run/check/check-gradients.js";
import { checkNoBetter } from "../../../src/run/check/check-no-better.js";
import type { SampledSource } from "../../../src/run/check/sampled-source.js";
import { distill } from "../../../src/run/distill.js";
import { readEvents, runFiles, type Recipe } from "../../../src/run/index.js";
import { resolve, scratch, tiny, writePictures } from "../tiny.js";

const classes = ["a", "b", "c", "d"];
const labels = Int32Array.from({ length: 200 }, (_, i) => i % 4);

/** Says a class of each sample, so many logits above the others. */
const source = (answer: (label: number, i: number) => number, margin = 5, name = "teacher"): SampledSource => ({
  name,
  labels,
  classes,
  logits: Float32Array.from(
    [...labels].flatMap((label, i) => classes.map((_, c) => (c === answer(label, i) ? margin : 0))),
  ),
});
const right = (label: number): number => label;

describe("alignment", () => {
  test("a teacher above chance is well", () => {
    expect(checkAlignment(source((label, i) => (i % 3 === 0 ? 0 : label)))).toMatchObject({ isWarning: false });
  });

  test("rows of other samples, and classes in another order, are told apart", () => {
    const shifted = checkAlignment(source((_, i) => Math.floor(i / 7) % 4));
    expect(shifted).toMatchObject({ isWarning: true });
    expect(shifted.text).toMatch(/always naming the commonest class would be right on 25\.0%.* Check that samples/);
    const permuted = checkAlignment(source((label) => [1, 0, 3, 2][label]!));
    expect(permuted.text).toMatch(
      /right on 0\.0% .* but on 100\.0% if .* what it calls a is labelled b.* Give data\.classes/,
    );
  });
});

describe("confidence", () => {
  test("a teacher that leaves nothing at this T is told the T that would do", () => {
    const { isWarning, text } = checkConfidence(source(right, 12), 1);
    expect(isWarning).toBe(true);
    expect(text).toMatch(
      /^At T = 1 teacher leaves 0\.0% .* labels again.* Set temperature to 4, where it leaves 13\.0%/,
    );
    expect(checkConfidence(source(right, 12), 4)).toMatchObject({ isWarning: false });
  });

  test("one that is softened to nothing is told to lower it", () => {
    expect(checkConfidence(source(right, 1), 50).text).toMatch(
      /nearly as much as if it knew nothing.* Lower temperature/,
    );
  });
});

test("evaluation mode: what is said of a sample alone must be what is said of it in a batch", () => {
  const said = Float32Array.of(3, -1, 2);
  expect(checkEvaluationMode("teacher", said, said.slice())).toMatchObject({ isWarning: false });
  expect(checkEvaluationMode("teacher", said, Float32Array.of(3, -0.9, 2)).text).toMatch(
    /not in evaluation mode.* Use running/,
  );
});

test("a teacher no better than the baseline is told of", () => {
  expect(checkNoBetter("teacher", { source: 0.91, baseline: 0.9 })).toMatchObject({ isWarning: false });
  const { isWarning, text } = checkNoBetter("teacher", { source: 0.9, baseline: 0.9 });
  expect(isWarning).toBe(true);
  expect(text).toMatch(/teacher is right on 90\.0%, the baseline on 90\.0%: .* Train teacher longer/);
});

describe("gradients", () => {
  const teacher = source(right, 6);
  const student = source(() => 0, 1, "student");
  const sources = new Map([["teacher", teacher]]);
  const found = (settings: LossSettings) => checkGradients(student, planLoss(settings), sources);
  const ratioOf = (text = ""): number => Number(/labels pull ([\d.e-]+) times/.exec(text)?.[1]);

  test("the ratio is alpha · |p - y| to (1 - alpha) · T · |p_T - q_T|, computed here", () => {
    const softmax = (row: number[], T: number) => {
      const e = row.map((z) => Math.exp(z / T));
      return e.map((x) => x / e.reduce((a, b) => a + b));
    };
    const [alpha, T] = [0.3, 2];
    let [hard, soft] = [0, 0];
    for (const label of labels) {
      const s = [1, 0, 0, 0];
      const t = classes.map((_, c) => (c === label ? 6 : 0));
      softmax(s, 1).forEach((p, c) => (hard += (alpha * (p - Number(c === label))) ** 2));
      const [p, q] = [softmax(t, T), softmax(s, T)];
      q.forEach((_, c) => (soft += ((1 - alpha) * T * (q[c]! - p[c]!)) ** 2));
    }
    const method = [{ name: "soft-targets", temperature: T }];
    expect(ratioOf(found({ alpha, method })?.text)).toBeCloseTo(Math.sqrt(hard / soft), 2);
  });

  test("a side that hardly counts is told of", () => {
    const tiny = found({ alpha: 0.5, method: [{ name: "soft-targets", weight: 1e-5 }] });
    expect(tiny?.text).toMatch(/soft-targets hardly counts.* Lower alpha, or raise the weight/);
    const huge = found({ alpha: 0.001, method: [{ name: "logit-mse", weight: 10 }] });
    expect(huge?.text).toMatch(/labels hardly count/);
    expect(found({ alpha: 0, method: [{ name: "soft-targets" }] })).toBeUndefined();
  });

  test("an objective is 0 at the teacher, also with options of its own", () => {
    const [arrow] = planLoss({ method: [{ name: "dkd", beta: 3 }] }).objectives;
    expect(checkZero(arrow!, sources)).toMatchObject({ isWarning: false });
    const objective = defineObjective({ ...arrow!.objective, loss: ({ student }) => mean(square(student.logits)) });
    const broken = checkZero({ ...arrow!, objective }, sources);
    expect(broken?.text).toMatch(/^dkd is 9 where the student says just what teacher says, and should be 0/); // 6² / 4
    const [nkd] = planLoss({ method: [{ name: "nkd" }] }).objectives;
    expect(checkZero(nkd!, sources)).toBeUndefined(); // never 0
  });
});

describe("in a run", () => {
  let data: string;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "limbeck-check-"));
    await writePictures(data);
    process.env["LIMBECK_CACHE"] = join(data, "cache");
    return () => rm(data, { recursive: true });
  });

  test("what was found is told before the student is trained, and warnings stay in model.json and the report", async () => {
    const recipe: Recipe = {
      ...tiny,
      teacher: { model: "mlp", hidden: [2], training: { epochs: 1, optimizer: { learningRate: 1e-6 } } },
      training: { epochs: 4, batchSize: 32, optimizer: { name: "adam", learningRate: 0.02 } },
      temperature: 200,
    };
    const folder = { path: await scratch() };
    await distill(resolve(recipe, data), { folder });
    const events = await readEvents(runFiles.events(folder));
    const at = events.findIndex(({ stage }) => stage === "check");
    expect(events.slice(0, at).some(({ network }) => network === "student")).toBe(false);
    const { message } = events[at]!;
    expect(message).toMatch(/^Before student is trained:\n {2}Warning: teacher is right on/);
    expect(message).toMatch(/At T = 200 teacher leaves .* Lower temperature/);
    expect(message).toMatch(/soft-targets is 0 where the student says what teacher says\./);
    const facts = JSON.parse(await readFile(runFiles.modelFacts(folder, "student"), "utf8")) as { warnings: string[] };
    expect(facts.warnings).toContainEqual(expect.stringMatching(/a student that follows teacher may end below/));
    expect(await readFile(runFiles.report(folder), "utf8")).toContain("may end below its own baseline");
  });
});
