import { Option as ProgramOption, type Command as Program } from "commander";
import type { Command, CommandGroup } from "./define-command.js";
import { listenForInterrupt } from "./interrupt.js";
import { flag, integer, type Option } from "./option.js";
import { createOutput } from "./output.js";
import { exitCodes, reportError } from "./report-error.js";

/** Options that every command has. */
const common = {
  json: flag("Write the result as JSON to stdout"),
  quiet: flag("Write nothing but the result and errors"),
  seed: integer("N", "Seed of every random number", { most: 0xffff_ffff }),
};

/** Adds a command or a group of them, described as data, to the program. */
export function addCommands(
  program: Program,
  command: Command | CommandGroup,
  argv: readonly string[],
  onEnd: (code: number) => void,
): void {
  if (!("commands" in command)) return addCommand(program, command, argv, onEnd);
  const group = program
    .command(command.name)
    .summary(command.summary)
    .description(`${command.summary}.`)
    .usage("COMMAND [options]")
    .showHelpAfterError(`Try: ${lineOf(program)} ${command.name} --help`)
    .addHelpText("after", `\n${lineOf(program)} ${command.name} COMMAND --help says more of a command.`);
  for (const one of command.commands) addCommand(group, one, argv, onEnd);
}

/** Adds a command, described as data, to the program or to a group. */
export function addCommand(
  program: Program,
  command: Command,
  argv: readonly string[],
  onEnd: (code: number) => void,
): void {
  const sub = program
    .command(command.name)
    .summary(command.summary)
    .description(`${command.summary}.`)
    .showHelpAfterError(`Try: ${lineOf(program)} ${command.name} --help`)
    .addHelpText("after", `\nExample:\n  $ ${command.example}`);
  for (const { name, summary, required = true, repeats = false } of command.args) {
    const word = repeats ? `${name}...` : name;
    sub.argument(required ? `<${word}>` : `[${word}]`, summary);
  }
  const options = { ...command.options, ...common };
  for (const [name, option] of Object.entries<Option<unknown>>(options)) sub.addOption(programOption(name, option));
  sub.action(async (...given: unknown[]) => {
    const values = sub.opts<Record<string, unknown>>();
    const args = given.slice(0, command.args.length).flat() as (string | undefined)[];
    onEnd(await runCommand(command, args, values, argv));
  });
}

/** What is typed to reach a program: `limbeck words`. */
const lineOf = (program: Program): string =>
  program.parent ? `${lineOf(program.parent)} ${program.name()}` : program.name();

function programOption(name: string, option: Option<unknown>): ProgramOption {
  const flagName = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const value = option.valueName && ` <${option.valueName}${option.takesSeveral ? "..." : ""}>`;
  const result = new ProgramOption(`${flagName}${value ?? ""}`, option.summary);
  if (option.valueName !== undefined) {
    result.argParser((value: string, before: unknown) => {
      const parsed = option.parse(value, flagName);
      return option.repeats ? [...((before as unknown[] | undefined) ?? []), ...(parsed as unknown[])] : parsed;
    });
  }
  return result;
}

async function runCommand(
  command: Command,
  args: readonly (string | undefined)[],
  given: Readonly<Record<string, unknown>>,
  argv: readonly string[],
): Promise<number> {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [name, given[name] ?? option.absent]),
  );
  const output = createOutput({ json: given["json"] === true, quiet: given["quiet"] === true });
  const interrupt = listenForInterrupt((line) => output.area.print(line));
  let goOn: string | undefined;
  try {
    const seed = given["seed"] as number | undefined;
    await command.run({
      args,
      options,
      seed,
      output,
      argv,
      signal: interrupt.signal,
      goOnWith: (commandLine) => (goOn = commandLine),
    });
    return exitCodes.done;
  } catch (error) {
    const interrupted = interrupt.signal.aborted && (error as Error | undefined)?.name === "AbortError";
    const code = interrupted ? exitCodes.interrupted : reportError(error);
    if (goOn !== undefined) process.stderr.write(`${interrupted ? "Saved. " : ""}Go on with:\n  ${goOn}\n`);
    else if (interrupted) process.stderr.write("Stopped.\n");
    return code;
  } finally {
    interrupt.dispose();
  }
}
