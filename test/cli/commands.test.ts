import type { Command as Program } from "commander";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands/index.js";
import type { Command } from "../../src/cli/define-command.js";
import { createProgram } from "../../src/cli/main.js";
import { repeatCommand, resumeCommand } from "../../src/cli/command-lines.js";
import { list, table } from "../../src/cli/table.js";

/** Every command with what is typed to reach it. */
const reached = commands.flatMap((one): [string, Command][] =>
  "commands" in one ? one.commands.map((command) => [`${one.name} ${command.name}`, command]) : [[one.name, one]],
);

/** The program of a command that is reached so. */
const programOf = (path: string): Program =>
  path.split(" ").reduce(
    (program, name) => program.commands.find((one) => one.name() === name)!,
    createProgram([], () => undefined),
  );

describe.each(reached)("%s", (path, command) => {
  test("its example is a command line of its own that parses", async () => {
    expect(command.example).toMatch(new RegExp(`^limbeck ${path}( |$)`));
    const words = command.example.split(" ").slice(1 + path.split(" ").length);
    const parsed = programOf(path);
    parsed.action(() => undefined);
    await expect(parsed.parseAsync(words, { from: "user" })).resolves.toBe(parsed);
  });

  test("its help shows the example and the options of every command", () => {
    let help = "";
    programOf(path)
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    expect(help).toContain(`Example:\n  $ ${command.example}\n`);
    for (const option of ["--json", "--quiet", "--seed"]) expect(help).toContain(option);
    for (const { summary } of command.args) expect(help.replace(/\s+/g, " ")).toContain(summary);
  });
});

test.each([
  [["distill", "mnist"], "limbeck distill mnist --out /runs/a --resume"],
  [["distill", "mnist", "--out", "x", "--force"], "limbeck distill mnist --out /runs/a --resume"],
  [["distill", "mnist", "--out=x", "--resume", "--seed", "3"], "limbeck distill mnist --seed 3 --out /runs/a --resume"],
  [["distill", "it's.ts"], `limbeck distill 'it'\\''s.ts' --out /runs/a --resume`],
])("%j goes on with %s", (argv, line) => expect(resumeCommand(argv, "/runs/a")).toBe(line));

test("a run is repeated with its options, in a folder of its own", () => {
  const argv = ["distill", "mnist", "--json", "--set", "data.limit=9", "--out", "x", "--force"];
  expect(repeatCommand(argv)).toBe("limbeck distill mnist --set data.limit=9");
});

test("a table has numbers at the right and words at the left", () => {
  expect(
    table(
      ["name", "n"],
      [
        ["a", 1],
        ["bcdef", 12.345678],
      ],
    ),
  ).toBe("name        n\na           1\nbcdef  12.346");
  expect(table(["x"], [["\x1b[2Jevil\n"]])).toBe("x\n [2Jevil");
  expect(list({ a: true, bcd: null })).toBe("a    yes\nbcd  -");
});
