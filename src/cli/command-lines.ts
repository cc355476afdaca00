import { relative } from "node:path";

/** Options of the command line that choose a folder, or what is written beside it. */
const folderOptions = new Set(["--resume", "--force"]);
const outputOptions = new Set(["--json", "--quiet"]);

/**
 * The command line that goes on with a run.
 * @param argv   the words after `limbeck` that began it
 * @param folder the absolute path of its folder
 */
export function resumeCommand(argv: readonly string[], folder: string): string {
  const near = relative(process.cwd(), folder);
  const out = near === "" ? "." : near.startsWith("..") ? folder : near;
  return ["limbeck", ...withoutFolder(argv), "--out", out, "--resume"].map(quote).join(" ");
}

/** The command line that goes on with a training of word vectors. */
export const resumeTrainingCommand = (argv: readonly string[]): string =>
  ["limbeck", ...argv.filter((word) => !folderOptions.has(word)), "--resume"].map(quote).join(" ");

/** The command line that repeats a run, in a folder of its own. */
export const repeatCommand = (argv: readonly string[]): string =>
  ["limbeck", ...withoutFolder(argv).filter((word) => !outputOptions.has(word))].map(quote).join(" ");

const withoutFolder = (argv: readonly string[]): string[] =>
  argv.filter(
    (word, i) => !folderOptions.has(word) && word !== "--out" && argv[i - 1] !== "--out" && !word.startsWith("--out="),
  );

/** A word as a shell needs it. */
const quote = (word: string): string => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
