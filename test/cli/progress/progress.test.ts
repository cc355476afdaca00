import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { LiveArea } from "../../../src/cli/progress/live-area.js";
import { liveView } from "../../../src/cli/progress/live-view.js";
import { afterEvent, startState, type ProgressState } from "../../../src/cli/progress/progress-state.js";
import { showProgress } from "../../../src/cli/progress/show-progress.js";
import { networkTimeLeft, runTimeLeft } from "../../../src/cli/progress/time-left.js";
import type { NetworkName, PlannedTraining, RunEvent } from "../../../src/run/index.js";
import { screenOf } from "./screen.js";

const plain = (_style: unknown, text: string): string => text;
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds).toISOString();

const plan: PlannedTraining[] = [
  { network: "teacher", epochs: 4, steps: 400, done: 0, cost: 10 },
  { network: "baseline", epochs: 2, steps: 200, done: 0, cost: 1 },
  { network: "student", epochs: 2, steps: 200, done: 0, cost: 1 },
];
const train = (seconds: number, network: NetworkName, step: number, more: Partial<RunEvent> = {}): RunEvent => {
  const { epochs, steps } = plan.find((one) => one.network === network)!;
  const epoch = Math.ceil((step / steps) * epochs);
  return { time: at(seconds), stage: "train", network, epoch, epochs, step, steps, samplesPerSecond: 12_345, ...more };
};
const begun: RunEvent[] = [
  { time: at(0), stage: "plan", plan },
  train(10, "teacher", 100, { loss: 0.5, accuracy: 0.875 }),
];
const after = (events: readonly RunEvent[]): ProgressState => events.reduce(afterEvent, startState);

describe("time left", () => {
  test("of a network: its steps at the pace so far", () => {
    expect(networkTimeLeft(after(begun).networks[0]!)).toBe(30_000);
  });

  test("of the run: networks to come by their cost", () => {
    // 100 steps of cost 10 took 10 s, so 200 steps of cost 1 take 2 s each.
    expect(runTimeLeft(after(begun))).toBe(34_000);
  });

  test("is not told before a step was timed", () => {
    const state = after(begun.slice(0, 1));
    expect(networkTimeLeft(state.networks[0]!)).toBeUndefined();
    expect(runTimeLeft(state)).toBeUndefined();
  });

  test("on resume: only what this session did gives the pace", () => {
    const resumed = plan.map((one) => (one.network === "teacher" ? { ...one, done: 300 } : one));
    const state = after([{ time: at(0), stage: "plan", plan: resumed }, train(5, "teacher", 350)]);
    expect(networkTimeLeft(state.networks[0]!)).toBe(5_000);
  });

  test("a network that another one follows is finished", () => {
    const state = after([...begun, train(20, "baseline", 10)]);
    expect(state.networks.map(({ finished }) => finished)).toEqual([true, false, false]);
    expect(networkTimeLeft(state.networks[0]!)).toBe(0);
  });
});

describe("live lines", () => {
  test("at 80 columns", () => {
    const state = after([...begun, train(12, "teacher", 120, { loss: 0.25, accuracy: 0.9, validationAccuracy: 0.95 })]);
    expect(liveView(state, 79, plain)).toEqual([
      "teacher  ██░░░░░░  2/4  loss 0.2500  acc 90.00%  val 95.00%  12.3k/s  0:28 left",
      "baseline ░░░░░░░░  waiting",
      "student  ░░░░░░░░  waiting",
      "training teacher, 0:12 so far, 0:32 left of the run",
    ]);
  });

  test.each([200, 100, 79, 60, 40, 20, 5])("none is longer than %d columns", (columns) => {
    const state = after([...begun, train(12, "teacher", 200, { loss: 123.456, validationAccuracy: 1 })]);
    for (const line of liveView(state, columns, plain)) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test("a narrow terminal loses what says least", () => {
    const state = after([...begun, train(12, "teacher", 200, { loss: 0.25, accuracy: 0.9, validationAccuracy: 0.95 })]);
    const [line] = liveView(state, 50, plain);
    expect(line).toMatch(/2\/4 {2}loss 0\.25\d* {2}.*left$/);
    expect(line).not.toContain("acc");
  });

  test("styles do not change what is shown", () => {
    const painted = liveView(after(begun), 79, (_style, text) => `\x1b[1m${text}\x1b[22m`);
    expect(painted.map(stripVTControlCharacters)).toEqual(liveView(after(begun), 79, plain));
  });
});

describe("on a terminal", () => {
  test("lines are drawn over, printed ones scroll away above", () => {
    const terminal = {
      columns: 30,
      isTTY: true,
      text: "",
      write(text: string) {
        this.text += text;
      },
    };
    const area = new LiveArea(terminal);
    area.print("first");
    area.draw(["one", "two"]);
    area.draw(["ONE", "TWO"]);
    area.print("second");
    area.draw(["1", "2"]);
    expect(screenOf(terminal.text, 30)).toEqual(["first", "second", "1", "2"]);
  });

  test("lines that a narrower window has wrapped are cleared whole", () => {
    const terminal = {
      columns: 30,
      isTTY: true,
      text: "",
      write(text: string) {
        this.text += text;
      },
    };
    const area = new LiveArea(terminal);
    area.draw(["x".repeat(29)]);
    terminal.columns = 10;
    terminal.text = "x".repeat(29) + "\n"; // the terminal shows it in three rows now
    area.draw(["y"]);
    expect(screenOf(terminal.text, 10)).toEqual(["y"]);
  });

  test("a whole run", () => {
    const terminal = {
      columns: 80,
      isTTY: true,
      text: "",
      write(text: string) {
        this.text += text;
      },
    };
    let now = 0;
    const progress = showProgress(new LiveArea(terminal), { quiet: false, paint: plain, clock: () => (now += 1000) });
    for (const event of [...begun, train(40, "teacher", 400), train(42, "baseline", 200), train(44, "student", 200)])
      progress.show(event);
    progress.show({ time: at(45), stage: "done" });
    progress.end();
    const screen = screenOf(terminal.text, 80);
    expect(screen).toHaveLength(4);
    expect(screen[0]).toMatch(/^teacher {2}█{24} {2}4\/4 .*in 0:40$/);
    expect(screen[3]).toBe("done, 0:45 so far");
  });
});

describe("elsewhere", () => {
  const lines = (events: readonly RunEvent[], quiet = false): string[] => {
    const stream = {
      isTTY: false,
      text: "",
      write(text: string) {
        this.text += text;
      },
    };
    const progress = showProgress(new LiveArea(stream), { quiet, paint: plain });
    for (const event of events) progress.show(event);
    progress.end();
    return stream.text.split("\n").slice(0, -1);
  };
  const events = [
    ...begun.slice(0, 1),
    train(5, "teacher", 50, { loss: 0.9 }),
    train(10, "teacher", 100, { loss: 0.5, accuracy: 0.875, validationAccuracy: 0.9 }),
    { time: at(11), stage: "evaluate", message: "a word to the user" } as const,
  ];

  test("one plain line an epoch", () => {
    expect(lines(events)).toEqual([
      "teacher: epoch 1/4, loss 0.5000, accuracy 87.50%, validation 90.00%, 12.3k samples/s, 0:30 left, 0:34 left of the run",
      "a word to the user",
      "Evaluating the networks on test data",
    ]);
  });

  test("nothing under --quiet", () => expect(lines(events, true)).toEqual([]));
});
