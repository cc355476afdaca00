import { describe, test } from "vitest";
import { evaluateObjective } from "../../src/distill/evaluate-objective.js";
import {
  add,
  crossEntropy,
  evaluate,
  grad,
  input,
  klDivergence,
  mean,
  mul,
  sub,
  toNested,
  type Input,
  type Nested,
  type Tensor,
  type Value,
  valueFrom,
} from "../../src/graph/index.js";
import { expectClose, reference } from "../reference.js";

interface Case {
  readonly name: string;
  readonly student: Nested;
  readonly teacher: Nested;
  readonly labels: Nested;
  readonly temperature: number;
  readonly alpha: number;
  readonly labelSmoothing: number;
  readonly reduction: "mean" | "class-sum";
  readonly value: number;
  readonly gradient: Nested;
}

interface Symbols {
  readonly student: Input;
  readonly teacher: Input;
  readonly labels: Input;
}

// Made by losses.py beside them: PyTorch in float64.
const cases = (name: string) => reference<{ cases: Case[] }>(`distill/${name}.json`).cases;

/** Holds a loss and its gradient with respect to the student's logits against a case. */
function check(given: Case, loss: (symbols: Symbols) => Tensor): void {
  const shape = valueFrom(given.student).shape;
  const symbols = {
    student: input("student", shape),
    teacher: input("teacher", shape),
    labels: input("labels", shape.slice(0, 1), "int32"),
  };
  const total = loss(symbols);
  const feeds = new Map<Tensor, Value>();
  for (const name of ["student", "teacher", "labels"] as const) {
    if (Object.hasOwn(given, name)) feeds.set(symbols[name], valueFrom(given[name]));
  }
  const [value, gradient] = evaluate([total, ...grad(total, [symbols.student])], feeds);
  expectClose(toNested(value!), given.value, { tolerance: 1e-9, of: "value" });
  expectClose(gradient!, given.gradient, { tolerance: 1e-9, of: "gradient" });
}

/** Holds an objective as `evaluateObjective` gives it against a case. */
function checkObjective(name: string, given: Case, options: Record<string, number | string>): void {
  const networks = { student: { logits: given.student }, teacher: { logits: given.teacher } };
  const { value, gradients } = evaluateObjective(name, options, networks);
  expectClose(value, given.value, { tolerance: 1e-9, of: "value" });
  expectClose(gradients.student.logits!, given.gradient, { tolerance: 1e-9, of: "gradient" });
}

describe("value and gradient are PyTorch's", () => {
  test.each(cases("soft-targets"))("soft targets: $name", (given) => {
    checkObjective("soft-targets", given, { temperature: given.temperature });
  });

  test.each(cases("soft-targets"))("klDivergence: $name", (given) => {
    const T = given.temperature;
    check(given, ({ student, teacher }) => mul(mean(klDivergence(teacher, student, T)), T * T));
  });

  test.each(cases("logit-mse"))("logit MSE: $name", (given) => {
    checkObjective("logit-mse", given, { reduction: given.reduction === "class-sum" ? "class-sum" : "element-mean" });
  });

  test.each(cases("cross-entropy"))("cross-entropy: $name", (given) => {
    const { labelSmoothing } = given;
    check(given, ({ student, labels }) => mean(crossEntropy(student, labels, { labelSmoothing })));
  });

  test.each(cases("combined"))("alpha CE + (1 - alpha) soft targets: $name", (given) => {
    const { alpha, temperature: T, labelSmoothing } = given;
    check(given, ({ student, teacher, labels }) => {
      const hard = mean(crossEntropy(student, labels, { labelSmoothing }));
      const soft = mul(mean(klDivergence(teacher, student, T)), T * T);
      return add(mul(alpha, hard), mul(sub(1, alpha), soft));
    });
  });
});
