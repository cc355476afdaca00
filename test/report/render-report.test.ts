import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { renderReport, type ReportData } from "../../src/report/index.js";
import { madeUpOutputs, reportFrom } from "./fixture.js";

const digits = reportFrom(madeUpOutputs(Array.from("0123456789"), 2000));
const parse = (page: string): Document => parseHTML(page).document;
const page = renderReport(digits);
const document = parse(page);
const sectionIds = (data: ReportData): string[] =>
  [...parse(renderReport(data)).querySelectorAll("section")].map((section) => section.id);

describe("a whole run", () => {
  test("has every section, in order, each reachable from the list at the top", () => {
    const ids = ["comparison", "curves", "cost", "confusion", "calibration", "soft-targets", "mistakes", "reproduce"];
    expect(sectionIds(digits)).toEqual(ids);
    expect([...document.querySelectorAll("nav a")].map((link) => link.getAttribute("href"))).toEqual(
      ids.map((id) => `#${id}`),
    );
  });

  test("shows three curves twice, three matrices, three diagrams, three bar charts and the gallery's charts", () => {
    const charts = (id: string): number => document.querySelectorAll(`#${id} svg`).length;
    expect(["curves", "cost", "confusion", "calibration", "soft-targets"].map(charts)).toEqual([2, 3, 3, 3, 12]);
    expect(document.querySelectorAll("#mistakes figure").length).toBe(digits.mistakes!.length);
  });

  test("marks the kept epoch of each network in both charts", () => {
    const kept = [...document.querySelectorAll("#curves title")].filter(({ textContent }) =>
      /\(kept\)/.test(textContent!),
    );
    expect(kept.length).toBe(6);
    expect(kept[0]!.textContent).toMatch(/^Teacher, epoch 11: /);
  });

  test("every cell of the matrices says its count", () => {
    const { confusion } = digits.networks.student!;
    const titles = [...document.querySelectorAll("#confusion figure:nth-child(3) title")].map(
      (title) => title.textContent,
    );
    expect(titles.length).toBe(confusion!.flat().filter((n) => n > 0).length);
    expect(titles).toContain(
      `0, answered right: ${confusion![0]![0]} of 200 (${((100 * confusion![0]![0]!) / 200).toFixed(1)}%)`,
    );
  });

  test("the gallery shows both temperatures beside the label", () => {
    const card = document.querySelector("#soft-targets figure")!;
    const { label } = digits.gallery![0]!;
    expect(card.querySelector("figcaption b")!.textContent).toBe(String(label));
    const texts = [...card.querySelectorAll("svg text")].map((text) => text.textContent);
    expect(texts).toEqual(expect.arrayContaining(["T = 1", "T = 4"]));
  });

  test("the recipe, the seed, the versions and the command line are there", () => {
    const text = document.querySelector("#reproduce")!.textContent!;
    expect(text).toContain("npx limbeck distill mnist --seed 1");
    expect(JSON.parse(document.querySelector("#reproduce details code")!.textContent!)).toEqual(digits.recipe);
    expect(text).toContain("onnxruntime-node");
  });

  test("stays below 1.5 MB, and the same data give the same page", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
    expect(renderReport(JSON.parse(JSON.stringify(digits)) as ReportData)).toBe(page);
  });
});

describe("the table", () => {
  const fixed = (
    errors: number,
    accuracy: number,
  ): { accuracy: number; errors: number; macroF1: number; logLoss: number; ece: number } => ({
    accuracy,
    errors,
    macroF1: accuracy,
    logLoss: errors / 2000,
    ece: 0.01,
  });
  const { teacher, baseline, student } = digits.networks;
  const known = parse(
    renderReport({
      ...digits,
      networks: {
        teacher: { ...teacher!, test: fixed(100, 0.95) },
        baseline: { ...baseline!, test: fixed(200, 0.9) },
        student: { ...student!, test: fixed(150, 0.925) },
      },
      agreement: { student: 0.9412, baseline: 0.9 },
      retention: { student: 0.925 / 0.95, baseline: 0.9 / 0.95 },
    }),
  );
  const row = (name: string): string[] => {
    const found = [...known.querySelectorAll(".comparison tbody tr")].find((line) =>
      line.querySelector("th")!.textContent!.startsWith(name),
    );
    return [...found!.querySelectorAll("td")].map((cell) => cell.textContent!.trim());
  };

  test.each([
    ["Accuracy", ["95.00%", "90.00%", "92.50%", "+2.50 pp (better)", "−2.50 pp (worse)"]],
    ["Errors", ["100", "200", "150", "−50 (−25.0%) (better)", "+50 (+50.0%) (worse)"]],
    ["Macro-F1", ["0.9500", "0.9000", "0.9250", "+0.0250 (better)", "−0.0250 (worse)"]],
    ["Log loss", ["0.0500", "0.1000", "0.0750", "−0.0250 (better)", "+0.0250 (worse)"]],
    ["Calibration error", ["0.0100", "0.0100", "0.0100", "±0.0000", "±0.0000"]],
    ["Retention", ["–", "94.74%", "97.37%", "+2.63 pp (better)", "–"]],
    ["Agreement", ["–", "90.00%", "94.12%", "+4.12 pp (better)", "–"]],
    ["Parameters", ["2,395,210", "238,510", "238,510", "same", "10.0× fewer (better)"]],
    ["Size", ["9.58 MB", "955 kB", "955 kB", "same", "10.0× smaller (better)"]],
    ["Latency p50", ["412 µs", "43.0 µs", "42.5 µs", "≈ same", "9.69× faster (better)"]],
    ["Latency p95", ["655 µs", "61.0 µs", "58.0 µs", "1.05× faster (better)", "11.3× faster (better)"]],
    ["Training time", ["2 min 21 s", "38.4 s", "44.9 s", "1.17× slower (worse)", "3.14× faster (better)"]],
  ])("%s", (name, cells) => {
    expect(row(name)).toEqual(cells);
  });
});

describe("offline and accessible", () => {
  test("nothing is loaded, no script runs, no address of the network occurs", () => {
    expect(document.querySelectorAll("script, link, iframe, object, embed, base, form").length).toBe(0);
    expect(page).not.toMatch(/https?:|\burl\(|@import/);
    const policy = document.querySelector("meta[http-equiv='Content-Security-Policy']")!.getAttribute("content");
    expect(policy).toBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    for (const image of document.querySelectorAll("img"))
      expect(image.getAttribute("src")).toMatch(/^data:image\/png;/);
  });

  test("every chart and picture says what it shows; every column and row of the tables has a heading", () => {
    for (const svg of document.querySelectorAll("svg")) {
      expect(svg.getAttribute("role")).toBe("img");
      expect(svg.getAttribute("aria-label")!.length).toBeGreaterThan(10);
    }
    for (const image of document.querySelectorAll("img"))
      expect(image.getAttribute("alt")).toMatch(/^test sample .* labelled \d$/);
    for (const heading of document.querySelectorAll("th"))
      expect(heading.getAttribute("scope")).toMatch(/^(col|row|rowgroup)$/);
    expect(document.documentElement.getAttribute("lang")).toBe("en");
  });
});

describe("text from data", () => {
  const evil = `</script><script>alert(1)</script><img src=x onerror="alert('2')">&amp;`;
  const classes = [evil, `"><svg onload=alert(3)>`, "' onmouseover='alert(4)"];
  const made = reportFrom(madeUpOutputs(classes, 300));
  const hostile: ReportData = {
    ...made,
    name: evil,
    method: evil,
    command: evil,
    recipe: { [evil]: evil },
    versions: { [evil]: evil },
    networks: { ...made.networks, student: { ...made.networks.student!, model: evil } },
    gallery: made.gallery!.map((sample) => ({ ...sample, image: `x" onerror="alert(5)`, text: evil })),
    mistakes: made.mistakes!.map((sample) => ({ ...sample, image: "data:image/svg+xml;base64,AAAA" })),
  };
  const parsed = parse(renderReport(hostile));

  test("never becomes markup", () => {
    expect(parsed.querySelectorAll("script, img").length).toBe(0);
    const attributes = [...parsed.querySelectorAll("*")].flatMap((element) => [...element.attributes]);
    expect(attributes.filter(({ name }) => name.startsWith("on"))).toEqual([]);
  });

  test("is shown as it is", () => {
    expect(parsed.querySelector("h1")!.textContent).toBe(evil);
    expect(parsed.querySelector(".command")!.textContent).toBe(evil);
    expect(parsed.querySelector(".sample-text")!.textContent!.trim()).toBe(evil);
    expect(JSON.parse(parsed.querySelector("#reproduce details code")!.textContent!)).toEqual({ [evil]: evil });
  });
});

describe("other runs", () => {
  test.each([2, 3, 21, 100])("%i classes", (n) => {
    const many = reportFrom(
      madeUpOutputs(
        Array.from({ length: n }, (_, k) => `class number ${k}`),
        10 * n,
        7,
      ),
    );
    const rendered = renderReport(many);
    const parsed = parse(rendered);
    expect(Buffer.byteLength(rendered)).toBeLessThan(1_500_000);
    expect(parsed.querySelectorAll("#confusion svg").length).toBe(3);
    const ticks = parsed.querySelectorAll("#confusion svg [aria-label='x-axis tick label'] text").length / 3;
    expect(ticks).toBe(n <= 20 ? n : Math.ceil(n / Math.ceil(n / 10)));
    expect(rendered).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  test("a run without baseline, sizes, gallery or student's figures leaves these out and says so", () => {
    const { gallery: _gallery, mistakes: _mistakes, paired: _paired, agreement: _a, retention: _r, ...rest } = digits;
    const { teacher, student } = digits.networks;
    const partial: ReportData = {
      ...rest,
      networks: { teacher: { ...teacher!, bytes: null }, student: { model: "mlp", epochs: student!.epochs! } },
    };
    expect(sectionIds(partial)).toEqual(["comparison", "curves", "cost", "confusion", "calibration", "reproduce"]);
    const rendered = renderReport(partial);
    expect(rendered).toContain("There are no test figures of the student yet.");
    expect(rendered).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  test("a run of which nothing is known yet still has its recipe", () => {
    const { gallery: _gallery, mistakes: _mistakes, ...rest } = digits;
    expect(sectionIds({ ...rest, networks: {} })).toEqual(["reproduce"]);
  });

  test("NaN and infinite figures are dashes", () => {
    const bad = { accuracy: NaN, errors: NaN, macroF1: NaN, logLoss: Infinity, ece: NaN };
    const { teacher, baseline, student } = digits.networks;
    const epochs = student!.epochs!.map((epoch) => ({ ...epoch, trainingLoss: NaN, validationAccuracy: null }));
    const rendered = renderReport({
      ...digits,
      networks: {
        teacher: { ...teacher!, seconds: NaN, latencyMs: { p50: NaN, p95: NaN } },
        baseline: { ...baseline!, test: bad },
        student: { ...student!, test: bad, epochs },
      },
      agreement: { student: NaN },
      retention: { student: NaN },
    });
    expect(rendered).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(rendered).toContain("There are no test figures of the student yet.");
  });

  test("at T = 1 the gallery has one chart of one temperature", () => {
    const one = parse(renderReport(reportFrom(madeUpOutputs(["a", "b", "c"], 300), 1)));
    const texts = [...one.querySelectorAll("#soft-targets figure:first-child svg text")].map(
      (text) => text.textContent,
    );
    expect(texts.filter((text) => text!.startsWith("T = "))).toEqual(["T = 1"]);
  });

  test("one epoch has an axis, and of a thousand not each has a dot", () => {
    const curve = (length: number): ReportData => {
      const epochs = Array.from({ length }, (_, i) => ({
        epoch: i + 1,
        trainingLoss: 1 / (i + 1),
        validationAccuracy: 0.5,
      }));
      return { ...digits, networks: { student: { model: "mlp", epochs, bestEpoch: 1 } } };
    };
    const dots = (data: ReportData): number => parse(renderReport(data)).querySelectorAll("#curves title").length;
    expect(dots(curve(1))).toBe(2);
    expect(renderReport(curve(1))).not.toMatch(/NaN|undefined|Infinity/);
    expect(dots(curve(1000))).toBeLessThan(125);
  });

  test("a validation set without errors is drawn", () => {
    const { student } = digits.networks;
    const epochs = [1, 2, 3].map((epoch) => ({ epoch, trainingLoss: 0, validationAccuracy: 1 }));
    const rendered = renderReport({ ...digits, networks: { student: { ...student!, epochs, bestEpoch: 2 } } });
    expect(parse(rendered).querySelectorAll("#curves svg").length).toBe(1);
    expect(rendered).not.toMatch(/NaN|undefined|Infinity/);
  });
});
