import { spawn } from "node:child_process";
import { conversation } from "./conversation.js";
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
