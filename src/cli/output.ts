import { styleText } from "node:util";
import { LiveArea } from "./progress/live-area.js";

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: its result to stdout, everything else to stderr. */
export interface Output {
  /** True if stdout gets the result as JSON. */
  readonly json: boolean;
  /** True if stderr gets nothing but errors. */
  readonly quiet: boolean;
  /**
   * The one result of the command.
   * @param render the result as text for people; with --json the result itself is written instead
   */
  result<Value>(value: Value, render: (value: Value, paint: Paint) => string): void;
  /** A line on stderr about what goes on; nothing under --quiet. */
  note(line: string): void;
  /** stderr, where live lines may stand at the bottom: all that is written there while they do goes through it. */
  readonly area: LiveArea;
}

/** Styles text where the stream shows colours: a terminal without NO_COLOR. */
export type Paint = (style: Style, text: string) => string;

/** Colours for a stream; plain text where it is no terminal or NO_COLOR is set. */
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (style, text) =>
    hasColours(stream) ? styleText(style, text) : text;

const hasColours = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";

export function createOutput({ json, quiet }: { readonly json: boolean; readonly quiet: boolean }): Output {
  const area = new LiveArea(process.stderr);
  return {
    json,
    quiet,
    area,
    result(value, render) {
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${render(value, paintFor(process.stdout))}\n`);
    },
    note(line) {
      if (!quiet) area.print(line);
    },
  };
}
