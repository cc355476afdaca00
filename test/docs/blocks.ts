/** A block of code of a page, and how it is tried. */
export interface Block {
  readonly page: string;
  /** Of its first line of code, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** The file that it is, by a first line `// file: NAME` or `# file: NAME`. */
  readonly file: string | undefined;
  /**
   * What the comment before it says: `<!-- run: COMMAND -->` is tried in its place, as it is shorter;
   * `<!-- not run: REASON -->` leaves it out.
   */
  readonly note: { readonly kind: "run" | "not run"; readonly text: string } | undefined;
}

/** The blocks of a Markdown page that are commands, programs or files. */
export function blocksOf(page: string, text: string): Block[] {
  const found: Block[] = [];
  for (const match of text.matchAll(/(?:<!-- (run|not run): (.*?) -->\n+)?^```(\w+)\n([^]*?)\n```$/gm)) {
    const [whole, kind, note, language, code] = match as readonly (string | undefined)[] as readonly string[];
    const file = /^(?:\/\/|#) file: (\S+)/.exec(code!)?.[1];
    if (language !== "bash" && language !== "ts" && file === undefined) continue;
    const before = text.slice(0, match.index + whole!.indexOf("```"));
    found.push({
      page,
      line: before.split("\n").length + 1,
      language: language!,
      code: code!,
      file,
      note: kind === "run" || kind === "not run" ? { kind, text: note! } : undefined,
    });
  }
  return found;
}

/** What a block of bash does: its lines without comments, or what stands for it. */
export const commandsOf = ({ code, note }: Block): string =>
  note?.kind === "run" ? note.text : code.replaceAll(/(^|\s)#.*$/gm, "").trim();

/**
 * The numbers that a program promises to print, in order: `console.log(x); // 0.096, then 42`. A comment that starts with
 * a word is a remark.
 */
export const promisedNumbers = (code: string): string[] =>
  [...code.matchAll(/console\.log\(.*\);? \/\/ ([-\d[{'"].*)$/gm)].flatMap(([, text]) => text!.match(number) ?? []);

const number = /-?\d+(\.\d+)?(e[-+]?\d+)?/g;

/** Whether the numbers stand in a text in their order, each to as many decimals as it was promised with. */
export function printsNumbers(text: string, promised: readonly string[]): boolean {
  const printed = (text.match(number) ?? []).map(Number);
  let from = 0;
  return promised.every((wanted) => {
    const tolerance = 0.5001 * 10 ** -(/\.(\d+)/.exec(wanted)?.[1]?.length ?? 0);
    const at = printed.findIndex((value, i) => i >= from && Math.abs(value - Number(wanted)) <= tolerance);
    from = at + 1;
    return at >= 0;
  });
}
