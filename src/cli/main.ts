import { Command as Program, CommanderError } from "commander";
import { commands } from "./commands/index.js";
import { fileError } from "../data/write-atomic.js";
import { addCommands } from "./add-command.js";
import { exitCodes, reportError } from "./report-error.js";
import { version } from "./version.js";

/**
 * Runs a command line and ends the process: 0 done, 2 wrong input or arguments, 1 a fault of ours, 130 interrupted.
 * @param argv the words after `limbeck`
 */
export async function main(argv: readonly string[]): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", onStreamError);
  const code = await run(argv);
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(code);
}

async function run(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = createProgram(argv, (ended) => (code = ended));
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(wordsOf(argv, program), { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.wrongInput;
    return reportError(error);
  }
}

/** The program with all its commands, not yet run. */
export function createProgram(argv: readonly string[], onEnd: (code: number) => void): Program {
  const program = new Program("limbeck")
    .description("Distils a big, slow teacher model into a small, fast student.")
    .version(version(), "-V, --version", "Show the version")
    .helpOption("-h, --help", "Show help")
    .helpCommand("help [command]", "Show help of a command")
    .usage("COMMAND [options]")
    .showHelpAfterError("Try: limbeck --help")
    .exitOverride()
    .addHelpText("after", "\nExample:\n  $ limbeck distill mnist\n\nlimbeck COMMAND --help says more of a command.");
  for (const command of commands) addCommands(program, command, argv, onEnd);
  return program;
}

/**
 * `help foo` with an unknown `foo` is taken as `foo`: so it is refused, and the nearest name suggested. The name of a
 * group alone asks for its help, as `limbeck` alone does; \`help words similar\` is \`words help similar\`.
 */
function wordsOf(argv: readonly string[], program: Program): readonly string[] {
  const [first, second] = argv;
  const find = (name: string | undefined) => program.commands.find((command) => command.name() === name);
  const isGroup = (name: string | undefined) => (find(name)?.commands.length ?? 0) > 0;
  if (first === "help" && second !== undefined && !find(second)) return argv.slice(1);
  if (first === "help" && isGroup(second)) return [second!, "help", ...argv.slice(2)];
  return argv.length === 1 && isGroup(first) ? [...argv, "--help"] : argv;
}

const flush = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else stream.write("", () => resolve());
  });

/** A reader that has gone away is no fault; a full disk behind stdout is one that the user can mend. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") return;
  process.exit(reportError(fileError(error, "the output", "written")));
}
