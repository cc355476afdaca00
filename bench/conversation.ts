import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** Sends a line (or none) and waits for the next line of JSON; fails with the last of stderr if the process ends first. */
export function conversation(child: ChildProcess, name: string): (line?: string) => Promise<unknown> {
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
