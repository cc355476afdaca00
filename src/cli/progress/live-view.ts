import type { Paint } from "../output.js";
import { formatLoss, formatRate, formatShare, formatTime } from "./format.js";
import type { NetworkProgress, ProgressState } from "./progress-state.js";
import { networkTimeLeft, runTimeLeft } from "./time-left.js";

/** One line for each network and one for the whole run, none longer than `columns`. */
export function liveView(state: ProgressState, columns: number, paint: Paint): string[] {
  const tails = state.networks.map((one) => tailOf(one, columns));
  const longest = Math.max(0, ...tails.map((tail) => tail.length));
  const cells = Math.min(longestBar, columns - nameWidth - 1 - longest);
  const networks = state.networks.map((one, i) => networkLine(one, tails[i]!, cells, columns, paint));
  return [...networks, clip(statusText(state), columns)];
}

/** A field of a line; the one with the highest `drop` goes first where the terminal is narrow. */
interface Field {
  readonly text: string;
  readonly drop: number;
}

/** The longest of teacher, baseline and student. */
const nameWidth = 8;
const longestBar = 24;
const shortestBar = 6;

/** What stands behind a network's bar. */
const tailOf = (one: NetworkProgress, columns: number): string =>
  fitting(fieldsOf(one), columns - nameWidth - 1 - shortestBar)
    .map(({ text }) => `  ${text}`)
    .join("");

function networkLine(one: NetworkProgress, tail: string, cells: number, columns: number, paint: Paint): string {
  const name = one.network.padEnd(nameWidth);
  if (cells < shortestBar) return clip(`${name}${tail}`, columns);
  const filled = Math.floor(cells * Math.min(1, one.done / one.steps));
  const bar = paint("cyan", "█".repeat(filled)) + paint("dim", "░".repeat(cells - filled));
  return `${paint("bold", name)} ${bar}${tail}`;
}

function fieldsOf(one: NetworkProgress): Field[] {
  const optional = (value: number | undefined, drop: number, text: (value: number) => string): Field[] =>
    value === undefined ? [] : [{ text: text(value), drop }];
  if (one.done === 0) return [{ text: "waiting", drop: 0 }];
  return [
    { text: `${one.epoch}/${one.epochs}`, drop: 1 },
    ...optional(one.loss, 2, (loss) => `loss ${formatLoss(loss)}`),
    // The accuracy on validation data says more, once there is one; a narrow terminal shows it alone.
    ...optional(one.accuracy, one.validationAccuracy === undefined ? 3 : 5, (share) => `acc ${formatShare(share)}`),
    ...optional(one.validationAccuracy, 3, (share) => `val ${formatShare(share)}`),
    ...optional(one.finished ? undefined : one.samplesPerSecond, 4, (rate) => `${formatRate(rate)}/s`),
    ...(one.finished
      ? [{ text: `in ${formatTime(one.elapsedMs)}`, drop: 4 }]
      : optional(networkTimeLeft(one), 0, (ms) => `${formatTime(ms)} left`)),
  ];
}

/** The fields that go into so many columns, those of least worth left out. */
function fitting(fields: readonly Field[], columns: number): readonly Field[] {
  const width = fields.reduce((sum, { text }) => sum + text.length + 2, 0);
  if (width <= columns || fields.length <= 1) return fields;
  const worst = Math.max(...fields.map(({ drop }) => drop));
  return fitting(
    fields.filter(({ drop }) => drop !== worst),
    columns,
  );
}

const stages: Record<ProgressState["stage"], string> = {
  plan: "starting",
  data: "reading data",
  train: "training",
  outputs: "computing the teacher's outputs",
  check: "checking",
  evaluate: "evaluating on test data",
  report: "writing the report",
  done: "done",
};

/** What goes on, since when, and how long it will take. */
export function statusText(state: ProgressState): string {
  const what = stages[state.stage] + (state.stage === "train" && state.network ? ` ${state.network}` : "");
  const count = state.stage === "outputs" && state.steps !== undefined ? ` ${state.step ?? 0}/${state.steps}` : "";
  const elapsed = (state.now ?? 0) - (state.startedAt ?? 0);
  const left = state.stage === "done" ? undefined : runTimeLeft(state);
  return [
    `${what}${count}`,
    `${formatTime(elapsed)} so far`,
    ...(left ? [`${formatTime(left)} left of the run`] : []),
  ].join(", ");
}

const clip = (text: string, columns: number): string => (text.length > columns ? text.slice(0, columns) : text);
