import { ESLint } from "eslint";
import { expect, test } from "vitest";

const eslint = new ESLint();

/** Type-aware rules need a file of the project: its place is taken by the text that breaks a rule. */
const lint = async (text: string) => {
  const [result] = await eslint.lintText(text, { filePath: "src/tensor/nearest.ts" });
  return result!.messages.map(({ ruleId }) => ruleId?.replace("@typescript-eslint/", ""));
};

test.each([
  ["no-explicit-any", "export const x: any = 1;"],
  ["no-unused-vars", "const x = 1;"],
  ["no-floating-promises", "Promise.resolve();"],
  ["no-misused-promises", "if (Promise.resolve(true)) throw new Error();"],
  ["await-thenable", "await 1;"],
  ["consistent-type-imports", `import { Random } from "./random.js";\nexport type R = Random;`],
  ["eqeqeq", "export const isOne = (x: number) => x == 1;"],
  ["no-unnecessary-condition", "export const f = (x: string) => x ?? 1;"],
  ["only-throw-error", `throw "text";`],
  ["no-unsafe-argument", `Math.sin(JSON.parse("1"));`],
  ["ban-ts-comment", "// @ts-ignore\nexport const x: string = 1;"],
  [
    "switch-exhaustiveness-check",
    "export function f(x: 1 | 2) {\n  switch (x) {\n    case 1:\n      return 3;\n  }\n}",
  ],
])("%s is held", async (rule, text) => {
  expect(await lint(text)).toContain(rule);
});

test("sound code passes", async () => {
  expect(await lint("export const first = (xs: readonly number[]): string => `${xs[0]!}`;")).toEqual([]);
});

test("rules are not switched off from within a file", async () => {
  expect(await lint("/* eslint-disable eqeqeq */\nexport const x = 1;")).toHaveLength(1);
});
