import { predictions, softmaxRow } from "../distill/metrics.js";
import type { Answer, GallerySample, MistakeSample, SampleView } from "./report-data.js";

/** The picture or the text of the test sample at an index. */
export type ViewOf = (index: number) => Pick<SampleView, "image" | "text">;

/** What the gallery is chosen from. */
export interface GallerySource {
  /** `[samples, classes]` */
  readonly teacher: Float32Array;
  /** `[samples]` */
  readonly labels: Int32Array;
  readonly classes: number;
  /** T at which the second class should show. */
  readonly temperature: number;
  /** How many samples; default 12. */
  readonly count?: number;
}

/** A teacher this sure at T = 1 looks like a hard label; what it knows beyond that shows only at a higher T. */
const SURE = 0.9;

/**
 * Test samples that show what soft targets add to labels: the teacher is right, sure at T = 1, and yet gives a second
 * class as much as possible at the given T. First the best sample of each class, then each class's best with another
 * second class, and so on; where too few are sure, less sure ones follow.
 * @returns at most `count` samples, sorted by label
 */
export function selectGallery(source: GallerySource, view: ViewOf): GallerySample[] {
  const { teacher, labels, classes, temperature, count = 12 } = source;
  const answers = predictions(teacher, classes);
  const candidates = [...labels.keys()]
    .filter((index) => answers[index] === labels[index])
    .map((index) => {
      const logits = teacher.subarray(index * classes, (index + 1) * classes);
      const second = secondLargest(logits, labels[index]!);
      const sure = softmaxRow(logits)[labels[index]!]! >= SURE;
      return { index, label: labels[index]!, second, sure, mass: softmaxRow(logits, temperature)[second] ?? 0 };
    })
    .sort((a, b) => Number(b.sure) - Number(a.sure) || b.mass - a.mass || a.index - b.index);
  return inRounds(firstOfEach(candidates, ({ label, second }) => `${label} ${second}`))
    .slice(0, count)
    .sort((a, b) => a.label - b.label || a.index - b.index)
    .map(({ index, label }) => ({
      ...view(index),
      index,
      label,
      teacherLogits: [...teacher.subarray(index * classes, (index + 1) * classes)],
    }));
}

/** What the mistakes are chosen from; logits are `[samples, classes]`, labels `[samples]`. */
export interface MistakeSource {
  readonly student: Float32Array;
  readonly teacher?: Float32Array;
  readonly baseline?: Float32Array;
  readonly labels: Int32Array;
  readonly classes: number;
  /** How many samples at most; default 48. */
  readonly count?: number;
}

/** The test samples that the student gets wrong, those it is most sure of first. */
export function selectMistakes(source: MistakeSource, view: ViewOf): MistakeSample[] {
  const { student, teacher, baseline, labels, classes, count = 48 } = source;
  const answers = predictions(student, classes);
  return [...labels.keys()]
    .filter((index) => answers[index] !== labels[index])
    .map((index) => ({ index, student: answerAt(student, index, classes) }))
    .sort((a, b) => b.student.probability - a.student.probability || a.index - b.index)
    .slice(0, count)
    .map((mistake) => ({
      ...view(mistake.index),
      ...mistake,
      label: labels[mistake.index]!,
      ...(teacher && { teacher: answerAt(teacher, mistake.index, classes) }),
      ...(baseline && { baseline: answerAt(baseline, mistake.index, classes) }),
    }));
}

function answerAt(logits: Float32Array, index: number, classes: number): Answer {
  const row = logits.subarray(index * classes, (index + 1) * classes);
  const answer = predictions(row, classes)[0]!;
  return { class: answer, probability: softmaxRow(row)[answer]! };
}

function secondLargest(logits: Float32Array, first: number): number {
  let second = -1;
  logits.forEach((z, k) => {
    if (k !== first && (second < 0 || z > logits[second]!)) second = k;
  });
  return second;
}

function firstOfEach<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const fresh = !seen.has(key(item));
    seen.add(key(item));
    return fresh;
  });
}

/** The first of each label, then the second of each, and so on, each round in the given order. */
function inRounds<Item extends { readonly label: number }>(items: readonly Item[]): Item[] {
  const seen = new Map<number, number>();
  return items
    .map((item) => {
      const round = seen.get(item.label) ?? 0;
      seen.set(item.label, round + 1);
      return { item, round };
    })
    .sort((a, b) => a.round - b.round)
    .map(({ item }) => item);
}
