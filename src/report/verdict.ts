import { count, isFigure, plural, share, significant } from "./format.js";
import type { ReportData } from "./report-data.js";

/** What the run shows about distillation, in words. */
export interface Verdict {
  /** gain: fewer errors than the baseline, by more than chance; unclear: by less; none: as many or more. */
  readonly kind: "gain" | "unclear" | "none" | "incomplete";
  readonly headline: string;
  /** What the student costs and keeps, compared with the teacher; empty if unknown. */
  readonly cost: string;
  /** How far the figures can be trusted. */
  readonly caveat: string;
}

/** Judges the student against the baseline, on test errors. */
export function verdict(data: ReportData): Verdict {
  const student = data.networks.student?.test?.errors;
  const baseline = data.networks.baseline?.test?.errors;
  const cost = costSentence(data);
  if (!isFigure(student)) {
    return { kind: "incomplete", headline: "There are no test figures of the student yet.", cost, caveat: "" };
  }
  if (!isFigure(baseline)) {
    const caveat = "No gain can be claimed without a baseline: the same network trained on hard labels alone.";
    return { kind: "incomplete", headline: `The student makes ${plural(student, "test error")}.`, cost, caveat };
  }
  return { ...judge(student, baseline, data), cost, caveat: caveatSentence(data) };
}

function judge(student: number, baseline: number, data: ReportData): Pick<Verdict, "kind" | "headline"> {
  const change = baseline > 0 ? ` (${share(Math.abs(student - baseline) / baseline)}` : "";
  if (student >= baseline) {
    const more = student === baseline ? "" : change && `${change} more)`;
    return {
      kind: "none",
      headline: `No gain: ${plural(student, "test error")} with distillation, ${count(baseline)} without${more}.`,
    };
  }
  const fewer = `${change} fewer)`;
  if (baseline - student < 2 * chance(student, baseline, data)) {
    return {
      kind: "unclear",
      headline:
        `No clear gain: ${plural(student, "test error")} with distillation, ${count(baseline)} without${fewer}, ` +
        "a difference that chance alone can make.",
    };
  }
  return {
    kind: "gain",
    headline: `Distillation gained: ${plural(student, "test error")} instead of ${count(baseline)}${fewer}.`,
  };
}

/** Standard deviation of the difference in errors if both networks were equally good: McNemar's where paired counts
 * are known, else that of two independent counts, which is larger. */
function chance(student: number, baseline: number, { paired }: ReportData): number {
  return Math.sqrt(paired ? paired.onlyStudentRight + paired.onlyBaselineRight : student + baseline);
}

function costSentence({ networks: { teacher, student }, retention }: ReportData): string {
  const kept = isFigure(retention?.student) ? `keeps ${share(retention.student)} of the teacher's accuracy` : "";
  const size =
    isFigure(student?.parameters) && isFigure(teacher?.parameters) && teacher.parameters > 0
      ? `has ${share(student.parameters / teacher.parameters)} of its parameters`
      : "";
  const speed =
    student?.latencyMs && teacher?.latencyMs ? speedClause(teacher.latencyMs.p50, student.latencyMs.p50) : "";
  const clauses = [kept, size, speed].filter((clause) => clause !== "");
  if (clauses.length === 0) return "";
  const last = clauses.pop()!;
  return `The student ${clauses.length > 0 ? `${clauses.join(", ")} and ${last}` : last}.`;
}

function speedClause(teacher: number, student: number): string {
  if (!isFigure(teacher) || !isFigure(student) || teacher <= 0 || student <= 0) return "";
  return student <= teacher
    ? `answers ${significant(teacher / student)} times faster`
    : `answers ${significant(student / teacher)} times slower`;
}

function caveatSentence({ paired, seed }: ReportData): string {
  const pairs = paired
    ? ` Of the same test samples, only the student gets ${count(paired.onlyStudentRight)} right, ` +
      `and only the baseline ${count(paired.onlyBaselineRight)}.`
    : "";
  return (
    `This is one run with one seed (${seed}); with other seeds each network makes more or fewer errors. ` +
    `Repeat it with other values of --seed before you rely on the difference.${pairs}`
  );
}
