import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { compile, ParameterStore, type Program, type ProgramDefinition } from "../../src/engine/index.js";
import {
  abs,
  add,
  div,
  evaluate,
  greater,
  input,
  less,
  matmul,
  maximum,
  minimum,
  mul,
  neg,
  parameter,
  sqrt,
  sub,
  sum,
  where,
  type Parameter,
  type Tensor,
  type Value,
} from "../../src/graph/index.js";
import { float32 } from "../../src/tensor/index.js";

const programs: Program[] = [];
afterAll(() => Promise.all(programs.map((program) => program.dispose())));

async function compiled(definition: ProgramDefinition, store = new ParameterStore()): Promise<Program> {
  const program = await compile(definition, { store });
  programs.push(program);
  return program;
}

const scalarOf = (value: number) => float32([], [value]);
const weights = (...numbers: number[]) => parameter([numbers.length], Float32Array.from(numbers));

/** A random element-wise expression over some leaves, as a recipe: numbers that pick operators and operands. */
interface Recipe {
  readonly operator: number;
  readonly operands: readonly [number, number, number];
}

const binary = [add, sub, mul, maximum, minimum];
const unary = [neg, abs, (x: Tensor) => sqrt(abs(x)), (x: Tensor) => div(x, add(abs(x), 1))];

/** Each step takes earlier results; what comes last uses most of them. */
function expressionOf(leaves: readonly Tensor[], steps: readonly Recipe[]): Tensor {
  const known = [...leaves];
  for (const { operator, operands } of steps) {
    const [a, b, c] = operands.map((i) => known[i % known.length]!) as [Tensor, Tensor, Tensor];
    const choice = operator % (binary.length + unary.length + 2);
    if (choice < binary.length) known.push(binary[choice]!(a, b));
    else if (choice < binary.length + unary.length) known.push(unary[choice - binary.length]!(a));
    else known.push(where((choice % 2 ? greater : less)(a, b), c, mul(a, 0.5)));
  }
  return known.at(-1)!;
}

const recipes = fc.array(
  fc.record({ operator: fc.nat(100), operands: fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)) }),
  { minLength: 2, maxLength: 10 },
);
const number = fc.integer({ min: -64, max: 64 }).map((n) => n / 16);

describe("updates", () => {
  test("kernels compute what evaluate does, for any element-wise expression", async () => {
    await fc.assert(
      fc.asyncProperty(
        recipes,
        fc.array(number, { minLength: 1, maxLength: 9 }),
        number,
        number,
        async (steps, numbers, rate, extra) => {
          const w = weights(...numbers);
          const state = weights(...numbers.map((x, i) => x * 0.5 + i));
          const scalar = input("rate", []);
          const next = add(expressionOf([w, state, scalar], steps), mul(mul(w, state), scalar));
          const fed = new Map<Tensor, Value>([[scalar, { shape: [], data: Float64Array.of(rate) }]]);
          const both = [next, sub(add(state, mul(next, 0.25)), extra)] as const;
          const expected = evaluate(both, fed);
          const store = new ParameterStore();
          const updates = new Map([
            [w, both[0]],
            [state, both[1]],
          ]);
          const program = await compiled({ outputs: {}, updates }, store);
          await program.run({ rate: scalarOf(rate) });
          [w, state].forEach((changed, k) => {
            const scale = Math.max(1, ...expected[k]!.data.map(Math.abs));
            store.get(changed).forEach((x, i) => {
              expect(Math.abs(x - expected[k]!.data[i]!)).toBeLessThanOrEqual(1e-5 * scale);
            });
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  test("all updates read the values from before the step: two parameters change places", async () => {
    const [a, b] = [weights(1, 2), weights(3, 4)];
    const store = new ParameterStore();
    const updates = new Map([
      [a, add(b, 0)],
      [b, add(a, 0)],
    ]);
    const program = await compiled({ outputs: {}, updates }, store);
    await program.run();
    expect([...store.get(a), ...store.get(b)]).toEqual([3, 4, 1, 2]);
  });

  test("an update that the session computes, a mean that only an update reads, and a scalar fed to kernels alone", async () => {
    const w = parameter([2, 2], Float32Array.of(1, 2, 3, 4));
    const scale = input("scale", []);
    const x = input("x", ["batch", 2]);
    const store = new ParameterStore();
    const product = matmul(x, w);
    const definition = { outputs: { total: sum(product) }, updates: new Map([[w, mul(w, scale)]]) };
    const program = await compiled(definition, store);
    const result = await program.run({ x: float32([1, 2], [1, 1]), scale: scalarOf(2) });
    expect(result["total"]!.data[0]).toBe(10);
    expect([...store.get(w)]).toEqual([2, 4, 6, 8]);
    const again = await program.run({ x: float32([2, 2], [1, 0, 0, 1]), scale: scalarOf(0.5) });
    expect(again["total"]!.data[0]).toBe(20);
    expect([...store.get(w)]).toEqual([1, 2, 3, 4]);
  });

  test("a parameter updated by a product of itself", async () => {
    const w = parameter([2, 2], Float32Array.of(1, 1, 0, 1));
    const store = new ParameterStore();
    const program = await compiled({ outputs: {}, updates: new Map([[w, matmul(w, w)]]) }, store);
    await program.run();
    await program.run();
    expect([...store.get(w)]).toEqual([1, 4, 0, 1]);
  });
});

describe("stores", () => {
  test("programs with one store share parameters, others have their own", async () => {
    const w = weights(1, 2);
    const store = new ParameterStore();
    const step = await compiled({ outputs: {}, updates: new Map([[w, add(w, 1)]]) }, store);
    const read = await compiled({ outputs: { w: mul(w, 10) } }, store);
    const apart = await compiled({ outputs: { w: mul(w, 10) } });
    await step.run();
    await step.run();
    expect([...(await read.run())["w"]!.data]).toEqual([30, 40]);
    expect([...(await apart.run())["w"]!.data]).toEqual([10, 20]);
  });

  test("a store that grows for a later program keeps what it holds, and earlier programs go on", async () => {
    const w = weights(1, 2);
    const large: Parameter = parameter([300, 300], new Float32Array(90_000).fill(1));
    const store = new ParameterStore();
    const step = await compiled({ outputs: { w: mul(w, 1.5) }, updates: new Map([[w, add(w, 1)]]) }, store);
    await step.run();
    const second = await compiled({ outputs: { total: sum(large) } }, store);
    expect([...(await step.run())["w"]!.data]).toEqual([3, 4.5]);
    expect((await second.run())["total"]!.data[0]).toBe(90_000);
    expect([...store.get(w)]).toEqual([3, 4]);
  });

  test("a frozen parameter is written into the program at its present value", async () => {
    const w = weights(1, 2);
    const store = new ParameterStore();
    store.add([w]);
    store.set(w, Float32Array.of(5, 6));
    const program = await compiled({ outputs: { y: mul(w, 2) }, frozen: [w] }, store);
    store.set(w, Float32Array.of(0, 0));
    expect([...(await program.run())["y"]!.data]).toEqual([10, 12]);
  });
});

test("frozen parameters of one name, or none, keep apart", async () => {
  const [a, b, c] = [weights(1), weights(2), weights(4)];
  a.name = b.name = "layers.0.weight";
  const program = await compiled({ outputs: { y: add(add(a, b), c) }, frozen: [a, b, c] });
  expect([...(await program.run())["y"]!.data]).toEqual([7]);
});

describe("feeds", () => {
  const x = input("x", ["batch", 2]);

  test("a missing and an unknown input are named, with what the program needs", async () => {
    const program = await compiled({ name: "step", outputs: { y: mul(x, 2) } });
    await expect(program.run()).rejects.toThrow("step: the input x is not fed. It needs x.");
    const feeds = { x: float32([1, 2], [1, 2]), z: scalarOf(1) };
    await expect(program.run(feeds)).rejects.toThrow("step: there is no input z. It needs x.");
  });

  test("a named axis has one size in all feeds", async () => {
    const y = input("y", ["batch"]);
    const program = await compiled({ name: "step", outputs: { total: add(sum(x), sum(y)) } });
    const feeds = { x: float32([2, 2], [1, 2, 3, 4]), y: float32([3], [1, 2, 3]) };
    await expect(program.run(feeds)).rejects.toThrow(
      "step: the input y is float32 [3], expected float32 [batch] with batch = 2.",
    );
  });

  test("a feed of another shape or dtype is refused with both", async () => {
    const program = await compiled({ name: "step", outputs: { y: mul(x, 2) } });
    await expect(program.run({ x: float32([1, 3], [1, 2, 3]) })).rejects.toThrow(
      "step: the input x is float32 [1, 3], expected float32 [batch, 2] with batch = 1.",
    );
    await expect(program.run({ x: { dtype: "int32", shape: [1, 2], data: Int32Array.of(1, 2) } })).rejects.toThrow(
      "step: the input x is int32 [1, 2], expected float32 [batch, 2].",
    );
  });
});
