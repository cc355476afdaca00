import { LimbeckError } from "../tensor/errors.js";
import { paintFor } from "./output.js";

export const exitCodes = { done: 0, fault: 1, wrongInput: 2, interrupted: 130 } as const;

/**
 * Writes an error to stderr: what the user can mend as one message, a fault of ours with its stack.
 * @returns the exit code
 */
export function reportError(error: unknown): number {
  const paint = paintFor(process.stderr);
  if (error instanceof LimbeckError) {
    process.stderr.write(`${paint("red", "error:")} ${error.message}\n`);
    return exitCodes.wrongInput;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `${paint("red", "This is a fault of Limbeck, not yours.")} Please report it with these lines:\n${stack}\n`,
  );
  return exitCodes.fault;
}
