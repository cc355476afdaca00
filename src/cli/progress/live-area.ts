import { stripVTControlCharacters } from "node:util";

/** What is needed of a stream that may be a terminal. */
export interface Terminal {
  readonly columns?: number;
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Lines at the bottom of a terminal that are drawn over and over, with what is printed scrolling away above them.
 * On anything that is no terminal, `draw` does nothing.
 */
export class LiveArea {
  readonly #terminal: Terminal;
  /** Lengths of the lines that are drawn now, without escape sequences. */
  #drawn: number[] = [];
  #lines: readonly string[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** True if lines can be drawn over. */
  get live(): boolean {
    return this.#terminal.isTTY === true && process.env["TERM"] !== "dumb";
  }

  /** Columns that a line may fill: one less than there are, since a full line wraps on some terminals. */
  get columns(): number {
    return Math.max(1, (this.#terminal.columns ?? 80) - 1);
  }

  /** Writes a line that stays, above the live ones. */
  print(line: string): void {
    const lines = this.#lines;
    this.#terminal.write(`${this.#eraser()}${line}\n`);
    this.#drawn = [];
    this.draw(lines);
  }

  /** Replaces the live lines, none longer than `columns`. */
  draw(lines: readonly string[]): void {
    if (!this.live) return;
    // One write a frame: nothing flickers, and nothing of another writer comes in between.
    this.#terminal.write(this.#eraser() + lines.map((line) => `${line}\n`).join(""));
    this.#lines = lines;
    this.#drawn = lines.map((line) => stripVTControlCharacters(line).length);
  }

  /** Lets the live lines stay where they are. */
  leave(): void {
    this.#lines = [];
    this.#drawn = [];
  }

  /** Moves to the first live line and clears all below; a line may have been wrapped when the window became narrower. */
  #eraser(): string {
    const columns = Math.max(1, this.#terminal.columns ?? 80);
    const rows = this.#drawn.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / columns)), 0);
    return rows === 0 ? "" : `\x1b[${rows}A\r\x1b[J`;
  }
}
