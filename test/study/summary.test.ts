import { expect, test } from "vitest";
import { frontier, knee, smallest } from "../../src/study/frontier.js";
import { summarize } from "../../src/study/summarize.js";
import { verdict } from "../../src/study/verdict.js";
import { over, result } from "./results.js";

const gaining = over([
  [140, 180],
  [138, 176],
  [143, 185],
]);

test("a setting over its seeds", () => {
  const [one, ...rest] = summarize(gaining);
  expect(rest).toEqual([]);
  expect(one).toMatchObject({ seeds: [0, 1, 2], parameters: 1000, latencyMs: 0.01, seconds: 12 });
  expect(one!.student.mean).toBeCloseTo(1 - (140 + 138 + 143) / 30_000, 12);
  expect(one!.gain.mean).toBeCloseTo(0.004, 12); // (40 + 38 + 42) / 3 of 10,000
  expect(one!.gain.deviation).toBeCloseTo(0.0002, 12);
  expect(one!.gain.interval[0]).toBeCloseTo(0.004 - (4.302653 * 0.0002) / Math.sqrt(3), 8);
  expect(one!.mcnemar).toMatchObject({ onlyStudentRight: 240, onlyBaselineRight: 120 });
  expect(one!.gain.corrected).toBe(one!.gain.p);
});

test("p values are corrected for the number of settings", () => {
  const results = ["1", "2", "4"].flatMap((temperature) =>
    gaining.map((one) => ({ ...one, setting: { temperature } })),
  );
  const summary = summarize(results);
  expect(summary).toHaveLength(3);
  for (const { gain } of summary) expect(gain.corrected).toBeCloseTo(3 * gain.p, 12);
});

const sizes = [
  ...over(
    [
      [900, 905],
      [910, 903],
    ],
    { parameters: 100 },
  ),
  ...over(
    [
      [300, 340],
      [310, 350],
    ],
    { parameters: 1000 },
  ),
  ...over(
    [
      [170, 200],
      [172, 204],
    ],
    { parameters: 10_000 },
  ),
  ...over(
    [
      [160, 185],
      [158, 181],
    ],
    { parameters: 50_000 },
  ),
];

test("the frontier holds what nothing cheaper beats", () => {
  const points = frontier(sizes, summarize(sizes));
  expect(points.filter(({ network }) => network === "teacher")).toHaveLength(1);
  expect(points).toHaveLength(9);
  const inSet = points
    .filter(({ pareto }) => pareto.includes("parameters"))
    .map(({ network, parameters }) => [network, parameters]);
  expect(inSet).toEqual([
    ["teacher", 100_000],
    ["baseline", 100], // as the students of 100 parameters make more errors
    ["student", 1000],
    ["student", 10_000],
    ["student", 50_000],
  ]);
});

test("the knee is where accuracy stops to grow as the cost does", () => {
  const points = frontier(sizes, summarize(sizes));
  expect(knee(points)?.parameters).toBe(10_000);
  expect(knee(points.slice(0, 3))).toBeUndefined();
});

test("of students that differ in what they learn from, validation data chooses", () => {
  const results = [
    ...over([
      [300, 340],
      [310, 350],
    ]),
    ...over(
      [
        [250, 340],
        [260, 350],
      ],
      { temperature: "8" },
    ),
  ];
  const students = frontier(results, summarize(results)).filter(({ network }) => network === "student");
  expect(students.map(({ setting }) => setting)).toEqual([{ temperature: "8", "student.hidden": "1000" }]);
});

test("the smallest student within a margin, with confidence", () => {
  const points = frontier(sizes, summarize(sizes));
  expect(smallest(points, 0.01)).toMatchObject({ teacher: 0.99, student: { parameters: 10_000 } });
  expect(smallest(points, 0.0066)?.student?.parameters).toBe(50_000); // 0.9841 - 6.31 · 0.00014 / √2 = 0.98347
  expect(smallest(points, 0.001)?.student).toBeUndefined();
  const single = [result({ student: 110, baseline: 120 })];
  expect(smallest(frontier(single, summarize(single)), 0.01)?.student).toBeUndefined();
});

test.each([
  ["yes", gaining, "Distillation was worth it: the student gets 98.60% of test samples right, its baseline 98.20%."],
  [
    "no",
    over([
      [180, 140],
      [176, 138],
    ]),
    "No gain: the student gets 98.22%",
  ],
  [
    "not shown",
    over([
      [140, 180],
      [190, 185],
      [143, 150],
    ]),
    "A gain is not shown",
  ],
  ["not shown", over([[140, 180]]), "One seed cannot tell a gain from luck"],
] as const)("the verdict: %s", (answer, results, sentence) => {
  const given = verdict(summarize(results), 90);
  expect(given.answer).toBe(answer);
  expect(given.text).toContain(sentence);
  expect(given.text).toContain("What it cost: 12 s to train a student, and 90 s once for the teacher.");
});

test("a verdict over several settings says that it corrects for them", () => {
  const results = [
    ...gaining,
    ...over(
      [
        [150, 180],
        [151, 176],
        [149, 185],
      ],
      { temperature: "8" },
    ),
  ];
  expect(verdict(summarize(results), undefined).text).toMatch(
    /^Of 2 settings temperature = 4, student.hidden = 1000 does best on validation data\. .* corrected for 2 comparisons/,
  );
});
