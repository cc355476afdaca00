import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Greeting, StepSettings } from "./step-server.js";

/** How to start a subject: a command that takes the settings as its last argument and serves as step-server.ts says. */
export interface SubjectCommand {
  /** The name to use until the subject has told its own, with its version. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** A subject that is ready in its own process, idle on stdin while others run. */
export interface Subject {
  readonly name: string;
  /** Milliseconds of each of `steps` steps. */
  run(steps: number): Promise<number[]>;
  close(): void;
}

/**
 * Starts a subject and waits until it has warmed up.
 * @returns the subject, or the reason why it cannot do this work here
 */
export async function startSubject(
  { name, command, args }: SubjectCommand,
  settings: StepSettings,
): Promise<Subject | { readonly skip: string }> {
  const child = spawn(command, [...args, JSON.stringify(settings)], { stdio: ["pipe", "pipe", "pipe"] });
  const ask = conversation(child, name);
  const greeting = (await ask()) as Greeting;
  if ("skip" in greeting) {
    child.stdin.end();
    return greeting;
  }
  const [before, after] = greeting.loss;
  if (!(after < before)) {
    child.stdin.end();
    throw new Error(`${greeting.subject} trains nothing: its loss went from ${before} to ${after} on one batch.`);
  }
  return {
    name: greeting.subject,
    async run(steps) {
      const { ms } = (await ask(`run ${steps}`)) as { ms: number[] };
      return ms;
    },
    close: () => void child.stdin.end(),
  };
}

/** Sends a line (or none) and waits for the next line of JSON; fails with the last of stderr if the process ends first. */
function conversation(child: ChildProcess, name: string): (line?: string) => Promise<unknown> {
  let stderr = "";
  child.stderr!.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2000)));
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const problem = new Promise<never>((_, reject) => child.once("error", reject));
  problem.catch(() => undefined); // reported by whoever waits for an answer
  return async (line) => {
    if (line !== undefined) child.stdin!.write(`${line}\n`);
    const next = await Promise.race([lines.next(), problem]);
    if (next.done)
      throw new Error(`${name} stopped without an answer: ${stderr.trim().split("\n").slice(-3).join(" | ")}`);
    return JSON.parse(next.value) as unknown;
  };
}
