import { percent, type Finding } from "./finding.js";

/** Accuracies on the same validation data, 0 … 1. */
export interface ValidationAccuracies {
  readonly source: number;
  readonly baseline: number;
}

/** Whether a teacher is better than what would learn from it reaches alone. */
export function checkNoBetter(name: string, { source, baseline }: ValidationAccuracies): Finding {
  const found = `On validation data ${name} is right on ${percent(source)}, the baseline on ${percent(baseline)}`;
  if (source > baseline) return { check: "no better", isWarning: false, text: `${found}.` };
  const text =
    `${found}: a student that follows ${name} may end below its own baseline. Train ${name} longer, choose a larger one, ` +
    `or take a method without a teacher (limbeck methods, family self).`;
  return { check: "no better", isWarning: true, text };
}
