import { predictions } from "./metrics.js";

/**
 * On how many samples just one of student and baseline is right: the counts of McNemar's test.
 * @param student  `[samples, classes]`
 * @param baseline `[samples, classes]`
 * @param labels   `[samples]`
 */
export function pairedCounts(
  student: Float32Array,
  baseline: Float32Array,
  labels: Int32Array,
  classes: number,
): { onlyStudentRight: number; onlyBaselineRight: number } {
  const ofStudent = predictions(student, classes);
  const ofBaseline = predictions(baseline, classes);
  let onlyStudentRight = 0;
  let onlyBaselineRight = 0;
  labels.forEach((label, i) => {
    const [a, b] = [ofStudent[i] === label, ofBaseline[i] === label];
    if (a && !b) onlyStudentRight += 1;
    if (b && !a) onlyBaselineRight += 1;
  });
  return { onlyStudentRight, onlyBaselineRight };
}
