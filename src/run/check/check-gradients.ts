import { evaluateObjective, type ObjectiveEvaluation } from "../../distill/evaluate-objective.js";
import type { Arrow, LossPlan } from "../../distill/loss-plan.js";
import { softmaxRow } from "../../distill/metrics.js";
import { rampEnd } from "../../distill/ramp.js";
import { significant, type Finding } from "./finding.js";
import { rowsOf, type SampledSource } from "./sampled-source.js";

/** Beyond this ratio one side of a loss hardly counts. */
const uneven = 100;

/**
 * How hard labels and soft targets pull at the beginning: norms of the loss's gradients with respect to the student's
 * logits, with their weights. Objectives of inner tensors are left out: they pull elsewhere.
 * @param student what the student says before training
 * @returns undefined where not both pull
 */
export function checkGradients(
  student: SampledSource,
  { alpha, objectives }: LossPlan,
  sources: ReadonlyMap<string, SampledSource>,
): Finding | undefined {
  const soft = objectives.filter((arrow) => isOfLogits(arrow, sources));
  const labelWeight = rampEnd(alpha);
  if (soft.length === 0 || labelWeight === 0) return undefined;
  const hardNorm = labelWeight * norm(hardGradients(student));
  const terms = soft.map((arrow) => {
    const { gradients } = evaluateAt(arrow, student, sources);
    return gradients.student.logits as number[][];
  });
  const total = terms[0]!.map((row, i) =>
    row.map((_, c) => terms.reduce((sum, term, k) => sum + rampEnd(soft[k]!.weight) * term[i]![c]!, 0)),
  );
  const softNorm = norm(total);
  const names = soft.map(({ objective }) => objective.name).join(" and ");
  const found =
    `At the beginning labels pull ${significant(hardNorm / softNorm)} times as hard as ${names} ` +
    `(norms of the gradients of the logits ${significant(hardNorm)} and ${significant(softNorm)})`;
  if (hardNorm > uneven * softNorm) {
    const text = `${found}: ${names} hardly counts, and the student will be its baseline. Lower alpha, or raise the weight.`;
    return { check: "gradients", isWarning: true, text };
  }
  if (softNorm > uneven * hardNorm) {
    const text =
      `${found}: labels hardly count, and nothing corrects the teacher's errors. If that is not meant, raise alpha, or ` +
      `lower the weight.`;
    return { check: "gradients", isWarning: true, text };
  }
  return { check: "gradients", isWarning: false, text: `${found}.` };
}

/** That an objective which is 0 at the teacher is 0 there also with the run's own options. Undefined for others. */
export function checkZero(arrow: Arrow, sources: ReadonlyMap<string, SampledSource>): Finding | undefined {
  const { objective, from } = arrow;
  if (!isOfLogits(arrow, sources) || from.length !== 1 || objective.zeroAtTeacher === false) return undefined;
  const source = sources.get(from[0]!)!;
  const { value } = evaluateAt(arrow, source, sources);
  const { name } = objective;
  if (Math.abs(value) < 1e-6) {
    return {
      check: "zero at the teacher",
      isWarning: false,
      text: `${name} is 0 where the student says what ${source.name} says.`,
    };
  }
  const text =
    `${name} is ${significant(value)} where the student says just what ${source.name} says, and should be 0: it teaches ` +
    `something else than ${source.name}'s answers. Check its options.`;
  return { check: "zero at the teacher", isWarning: true, text };
}

/** Computed from logits of networks that are trained, and labels: it can be evaluated by itself. */
export function isOfLogits({ objective, from }: Arrow, sources: ReadonlyMap<string, SampledSource>): boolean {
  const { student, teacher, peers, memory, helpers } = objective.needs;
  const others = peers ?? memory ?? helpers ?? (student.includes("taps") || teacher?.includes("taps"));
  return !others && teacher !== undefined && from.length > 0 && from.every((name) => sources.has(name));
}

function evaluateAt(
  { objective, options, from }: Arrow,
  { logits, labels, classes }: SampledSource,
  sources: ReadonlyMap<string, SampledSource>,
): ObjectiveEvaluation {
  const teachers = from.map((name) => ({ logits: rowsOf(sources.get(name)!.logits, classes.length) }));
  return evaluateObjective(objective, options, {
    student: { logits: rowsOf(logits, classes.length) },
    teacher: objective.needs.teachers ? teachers : teachers[0]!,
    labels: [...labels],
  });
}

/** Of the mean cross-entropy: (softmax - onehot) / samples. */
const hardGradients = ({ logits, labels, classes }: SampledSource): number[][] =>
  rowsOf(logits, classes.length).map((row, i) =>
    Array.from(softmaxRow(row), (p, c) => (p - Number(c === labels[i])) / labels.length),
  );

const norm = (rows: readonly (readonly number[])[]): number => Math.hypot(...rows.map((row) => Math.hypot(...row)));
