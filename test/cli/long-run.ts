/** A process that runs a command whose work ends as the first argument says: what interrupt.test.ts interrupts. */
import { Command as Program } from "commander";
import { addCommand } from "../../src/cli/add-command.js";
import { defineCommand } from "../../src/cli/define-command.js";
import { resumeCommand } from "../../src/cli/command-lines.js";
import { FileError } from "../../src/tensor/index.js";

const endings: Record<string, (signal: AbortSignal) => Promise<void>> = {
  async saves(signal) {
    await aborted(signal);
    process.stderr.write("saved the state\n");
    signal.throwIfAborted();
  },
  hangs: () => new Promise(() => undefined),
  finishes: aborted,
  fails: () => Promise.reject(new FileError("the disk is full")),
  breaks: () => Promise.reject(new TypeError("oops")),
};

const argv = ["distill", "mnist", "--set", "student.hidden=[30,30]", "--force"];
const command = defineCommand({
  name: "distill",
  summary: "Run until interrupted",
  example: "limbeck distill mnist",
  args: [],
  options: {},
  async run({ signal, goOnWith }) {
    goOnWith(resumeCommand(argv, `${process.cwd()}/runs/mnist`));
    process.stderr.write("started\n");
    await endings[process.argv[2]!]!(signal);
  },
});

const program = new Program("limbeck");
addCommand(program, command, argv, (code) => process.exit(code));
const alive = setInterval(() => undefined, 1000);
await program.parseAsync(["distill"], { from: "user" });
clearInterval(alive);

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
