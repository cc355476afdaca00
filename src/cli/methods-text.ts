import { optionText } from "../distill/objective-options.js";
import type { MethodFacts } from "../run/methods.js";
import { needsText } from "../run/needs-text.js";
import type { Paint } from "./output.js";
import { list, table } from "./table.js";

/** Several methods as a table, one with all that is known of it. */
export function methodsText(methods: readonly MethodFacts[], paint: Paint): string {
  const [only, ...more] = methods;
  if (only !== undefined && more.length === 0) return oneMethod(only, paint);
  return table(
    ["name", "family", "paper", "formula"],
    methods.map(({ name, family, paper, formula }) => [name, family, paper, formula]),
  );
}

function oneMethod(method: MethodFacts, paint: Paint): string {
  const { name, family, paper, needs, options, formula, notes, weight, alpha } = method;
  const facts = list({
    family,
    paper,
    formula,
    needs: needsText(needs).join("; "),
    weight: optionText(weight),
    alpha,
    ...(notes !== undefined && { notes }),
  });
  const rows = Object.entries(options).map(([option, { default: value, expected }]) => [
    option,
    optionText(value),
    expected,
  ]);
  return [
    `${paint("bold", name)}\n${facts}`,
    ...(rows.length > 0 ? [`${paint("bold", "Options")}\n${table(["option", "default", "expected"], rows)}`] : []),
    `${paint("bold", "In a recipe")}\nmethod: "${name}"`,
  ].join("\n\n");
}
