import { expect, test } from "vitest";
import { compile, ParameterStore } from "../../src/engine/index.js";
import { add, input, mul, scan, sum } from "../../src/graph/index.js";
import { ShapeError } from "../../src/tensor/index.js";

const x = input("x", ["length", 2]);
const w = input("w", [2]);
const start = input("start", [2]);

test("what steps share may be a result of the program too, and the steps see it", async () => {
  const doubled = mul(w, 2);
  const { states, results } = scan({ states: [start], sequences: [x], shared: [doubled] }, ([s], [x], [w]) => {
    const next = add(mul(s!, w!), x!);
    return { states: [next], results: [next] };
  });
  const program = await compile(
    { outputs: { doubled, last: states[0]!, total: sum(results[0]!) } },
    { store: new ParameterStore() },
  );
  const array = (...numbers: number[]) => ({ dtype: "float32", shape: [2], data: Float32Array.from(numbers) }) as const;
  const feeds = { start: array(1, 0), w: array(0.5, 1), x: { ...array(1, 2, 3, 4, 5, 6), shape: [3, 2] } };
  const { doubled: shown, last, total } = await program.run(feeds);
  expect([...(shown!.data as Float32Array)]).toEqual([1, 2]);
  expect([...(last!.data as Float32Array)]).toEqual([10, 22]); // 1 + 1 + 3 + 5 and ((2 · 2) + 4) · 2 + 6
  expect(Number(total!.data[0])).toBe(2 + 5 + 10 + 2 + 8 + 22);
  await program.dispose();
});

test.each<[string, () => unknown, string]>([
  [
    "a step that changes the shape of a state",
    () => scan({ states: [start], sequences: [x] }, ([s]) => ({ states: [sum(s!)], results: [] })),
    "scan: state 0 is [2], and after a step []",
  ],
  [
    "sequences of two lengths",
    () =>
      scan({ states: [start], sequences: [x, input("other", ["steps", 2])] }, ([s], [x]) => ({
        states: [s!],
        results: [x!],
      })),
    "scan: the sequences [length, 2], [steps, 2] need one length, their first axis",
  ],
  [
    "no sequence",
    () => scan({ states: [start], sequences: [] }, ([s]) => ({ states: [s!], results: [s!] })),
    "scan: the sequences (none) need one length",
  ],
])("%s is refused", (_, wrong, message) => {
  expect(wrong).toThrow(ShapeError);
  expect(wrong).toThrow(message);
});
