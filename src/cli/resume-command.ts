import { relative } from "node:path";

/** Options of the command line that choose a folder: the resumed run has its own. */
const folderOptions = new Set(["--resume", "--force"]);

/**
 * The command line that goes on with a run.
 * @param argv   the words after `limbeck` that began it
 * @param folder the absolute path of its folder
 */
export function resumeCommand(argv: readonly string[], folder: string): string {
  const kept = argv.filter(
    (word, i) => !folderOptions.has(word) && word !== "--out" && argv[i - 1] !== "--out" && !word.startsWith("--out="),
  );
  const near = relative(process.cwd(), folder);
  const out = near === "" ? "." : near.startsWith("..") ? folder : near;
  return ["limbeck", ...kept, "--out", out, "--resume"].map(quote).join(" ");
}

/** A word as a shell needs it. */
const quote = (word: string): string => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
