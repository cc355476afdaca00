import { expect, test } from "vitest";
import { verdict, type ReportData } from "../../src/report/index.js";
import { madeUpOutputs, reportFrom } from "./fixture.js";

const base = reportFrom(madeUpOutputs(["a", "b"], 100));
/** The verdict on a run in which student and baseline make so many errors. */
function judge(student: number, baseline: number, paired?: ReportData["paired"]): ReturnType<typeof verdict> {
  const { paired: _paired, ...rest } = base;
  const withErrors = (role: "student" | "baseline", errors: number): object => ({
    ...base.networks[role]!,
    test: { ...base.networks[role]!.test!, errors },
  });
  const networks = {
    ...base.networks,
    student: withErrors("student", student),
    baseline: withErrors("baseline", baseline),
  } as ReportData["networks"];
  return verdict({ ...rest, networks, ...(paired && { paired }) });
}

test("a gain names both counts and the share", () => {
  const { kind, headline } = judge(141, 189, { onlyStudentRight: 71, onlyBaselineRight: 23 });
  expect(kind).toBe("gain");
  expect(headline).toBe("Distillation gained: 141 test errors instead of 189 (25.4% fewer).");
});

test("a difference within chance is no clear gain: McNemar's 2 deviations, or those of two counts", () => {
  expect(judge(381, 400, { onlyStudentRight: 60, onlyBaselineRight: 41 }).kind).toBe("unclear");
  expect(judge(141, 179).kind).toBe("gain"); // 38 > 2 √320 = 35.8
  expect(judge(145, 179).kind).toBe("unclear"); // 34 < 2 √324 = 36
  expect(judge(381, 400).headline).toMatch(
    /^No clear gain: 381 test errors .* 400 without \(4\.75% fewer\), a difference/,
  );
});

test("as many or more errors is said plainly", () => {
  expect(judge(400, 400)).toMatchObject({
    kind: "none",
    headline: "No gain: 400 test errors with distillation, 400 without.",
  });
  expect(judge(450, 400).headline).toBe("No gain: 450 test errors with distillation, 400 without (12.5% more).");
  expect(judge(0, 0).kind).toBe("none");
  expect(judge(1, 0).headline).toBe("No gain: 1 test error with distillation, 0 without.");
});

test("one seed is always owned up to", () => {
  const { caveat } = judge(100, 300, { onlyStudentRight: 210, onlyBaselineRight: 10 });
  expect(caveat).toContain("one seed (1)");
  expect(caveat).toContain("only the student gets 210 right, and only the baseline 10");
});

test("without a baseline no gain is claimed", () => {
  const { teacher, student } = base.networks;
  const { kind, headline, caveat } = verdict({ ...base, networks: { teacher: teacher!, student: student! } });
  expect(kind).toBe("incomplete");
  expect(headline).toMatch(/^The student makes \d+ test errors?\.$/);
  expect(caveat).toContain("without a baseline");
});

test("the student's cost is told against the teacher's", () => {
  expect(verdict({ ...base, retention: { student: 0.996 } }).cost).toBe(
    "The student keeps 99.6% of the teacher's accuracy, has 9.96% of its parameters and answers 9.69 times faster.",
  );
});
