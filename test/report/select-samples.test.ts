import { expect, test } from "vitest";
import { pairedCounts } from "../../src/distill/paired.js";
import { selectGallery, selectMistakes } from "../../src/report/index.js";

const rows = (...logits: number[][]): Float32Array => Float32Array.from(logits.flat());
const view = (index: number): { text: string } => ({ text: `sample ${index}` });

test("the gallery takes each class's most telling sample first, then other pairs of classes", () => {
  const teacher = rows(
    [9, 0, 0], // 0, says nothing beyond the label
    [9, 5, 0], // 0, much like 1
    [9, 4, 0], // 0, much like 1, less so
    [9, 0, 5], // 0, like 2
    [0, 9, 5], // 1, like 2
    [5, 0, 4], // labelled 2, but answered 0: not shown
    [0, 0.1, 0.2], // 2, though unsure
  );
  const labels = Int32Array.of(0, 0, 0, 0, 1, 2, 2);
  const chosen = (count: number): number[] =>
    selectGallery({ teacher, labels, classes: 3, temperature: 4, count }, view).map(({ index }) => index);
  expect(chosen(3)).toEqual([1, 4, 6]);
  expect(chosen(12)).toEqual([1, 3, 4, 6]);
  const [first] = selectGallery({ teacher, labels, classes: 3, temperature: 4 }, view);
  expect(first).toEqual({ index: 1, label: 0, text: "sample 1", teacherLogits: [9, 5, 0] });
});

test("a sure teacher's sample comes before an unsure one's, however much that one spreads", () => {
  const teacher = rows([1, 0.9], [6, 0]);
  const source = { teacher, labels: Int32Array.of(0, 0), classes: 2, temperature: 4 };
  expect(selectGallery(source, view).map(({ index }) => index)).toEqual([1]);
});

test("mistakes come with the surest first and with everyone's answers", () => {
  const source = {
    student: rows([0, 2], [5, 0], [0, 9], [1, 0]),
    teacher: rows([3, 0], [0, 1], [0, 1], [1, 0]),
    labels: Int32Array.of(0, 1, 0, 0),
    classes: 2,
  };
  const mistakes = selectMistakes(source, view);
  expect(mistakes.map(({ index }) => index)).toEqual([2, 1, 0]);
  expect(mistakes[2]).toMatchObject({ label: 0, text: "sample 0", student: { class: 1 }, teacher: { class: 0 } });
  expect(mistakes[2]!.student.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  expect(mistakes[2]).not.toHaveProperty("baseline");
  expect(selectMistakes({ ...source, count: 1 }, view).length).toBe(1);
});

test("paired counts are those of McNemar's table", () => {
  const student = rows([1, 0], [1, 0], [0, 1], [0, 1]);
  const baseline = rows([1, 0], [0, 1], [1, 0], [0, 1]);
  const counts = pairedCounts(student, baseline, Int32Array.of(0, 0, 0, 0), 2);
  expect(counts).toEqual({ onlyStudentRight: 1, onlyBaselineRight: 1 });
});
