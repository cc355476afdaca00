/** Shown where a number is missing. */
export const MISSING = "–";

/** True of a number that can be shown: not missing, NaN or infinite. */
export function isFigure(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

type Figure = number | null | undefined;

/** 12345 → "12,345". */
export const count = shown((value) => decimals(value, 0));

/** 0.98614 → "98.61%". */
export const percent = shown((value) => `${decimals(100 * value, 2)}%`);

/** 0.212 → "21.2%": for shares that are not accuracies. */
export const share = shown((value) => `${decimals(100 * value, Math.abs(value) < 0.1 ? 2 : 1)}%`);

/** A p value: 0.0312 → "0.031", and "< 0.0001" below that. */
export const probability = shown((value) => (value < 1e-4 ? "< 0.0001" : value.toPrecision(2)));

/** 0.04567 → "0.0457". */
export const decimal4 = shown((value) => decimals(value, 4));

/** 953821 → "954 kB"; decimal units. */
export const bytes = shown((value) => {
  if (value < 1000) return `${decimals(value, 0)} B`;
  return value < 1e6 ? `${significant(value / 1e3)} kB` : `${significant(value / 1e6)} MB`;
});

/** Milliseconds: 0.0421 → "42.1 µs", 3.2 → "3.20 ms". */
export const milliseconds = shown((value) =>
  value < 1 ? `${significant(1000 * value)} µs` : `${significant(value)} ms`,
);

/** Seconds: 42.13 → "42.1 s", 192 → "3 min 12 s". */
export const seconds = shown((value) => {
  if (value < 60) return `${decimals(value, 1)} s`;
  const whole = Math.round(value);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
});

/** 2395210 → "2.40 M", 238510 → "239 k". */
export const compact = shown((value) => {
  if (value < 1e4) return decimals(value, 0);
  return value < 1e6 ? `${significant(value / 1e3)} k` : `${significant(value / 1e6)} M`;
});

/** With its sign, and a true minus: -0.5 → "−0.50", 0.5 → "+0.50". */
export function signed(value: number, digits: number): string {
  const text = decimals(Math.abs(value), digits);
  if (Number(text.replaceAll(",", "")) === 0) return `±${text}`;
  return (value < 0 ? "−" : "+") + text;
}

/** Text cut to a number of characters, the last of them an ellipsis. */
export function shorten(text: string, characters: number): string {
  const all = [...text];
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join("")}…`;
}

/** Text cut in its middle: names of classes often differ only at their ends. "species number 8" → "spec…ber 8". */
export function abbreviate(text: string, characters: number): string {
  const all = [...text];
  if (all.length <= characters) return text;
  const head = Math.floor((characters - 1) / 2);
  return `${all.slice(0, head).join("")}…${all.slice(head + 1 - characters).join("")}`;
}

/** "1 error", "2 errors". */
export function plural(n: number, word: string): string {
  return `${count(n)} ${word}${n === 1 ? "" : "s"}`;
}

/** Three significant digits: 1.23, 12.3, 123. */
export function significant(value: number): string {
  return decimals(value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}

function decimals(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function shown(format: (value: number) => string): (value: Figure) => string {
  return (value) => (isFigure(value) ? format(value) : MISSING);
}
