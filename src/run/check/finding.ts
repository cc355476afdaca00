/** What the check before a training has found of a network that others learn from, or of what one learns. */
export interface Finding {
  readonly check: CheckName;
  /** True: something is likely to be wrong, and the text says what it means and what to do. */
  readonly isWarning: boolean;
  readonly text: string;
}

export type CheckName =
  "alignment" | "frozen" | "evaluation mode" | "zero at the teacher" | "gradients" | "confidence" | "no better";

/** The findings before a network's training, a line each, those that are likely to be wrong first. */
export function findingsText(network: string, findings: readonly Finding[]): string {
  const [warnings, facts] = [true, false].map((isWarning) => findings.filter((one) => one.isWarning === isWarning));
  const lines = [...warnings!.map(({ text }) => `Warning: ${text}`), ...facts!.map(({ text }) => text)];
  return [`Before ${network} is trained:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** A share of 1 in words, as "12.3%". */
export const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** A number to three significant digits. */
export const significant = (x: number): string => String(Number(x.toPrecision(3)));
