import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SubjectCommand } from "../subject.js";

const script = fileURLToPath(new URL("pytorch.py", import.meta.url));
const howTo =
  "install one (Debian: apt install python3-torch libopenblas0-openmp; else pip install torch) and, if it is neither " +
  "/usr/bin/python3 nor python3, name its interpreters in LIMBECK_BENCH_PYTHON, separated by commas";

/**
 * Every PyTorch at hand, each version once: the interpreters of LIMBECK_BENCH_PYTHON (separated by commas), or else
 * /usr/bin/python3 and python3.
 * @returns their commands, and the reason why there is none or why a named one was left out
 */
export async function findPyTorch(): Promise<{ commands: SubjectCommand[]; skipped: string[] }> {
  const named = process.env["LIMBECK_BENCH_PYTHON"]?.split(",").filter((path) => path.trim() !== "");
  const commands: SubjectCommand[] = [];
  const problems: string[] = [];
  for (const python of named ?? ["/usr/bin/python3", "python3"]) {
    const found = await probe(python.trim());
    if ("problem" in found) problems.push(`${python}: ${found.problem}`);
    else if (!commands.some(({ name }) => name === found.subject))
      commands.push({ name: found.subject, command: python.trim(), args: [script, "--serve"] });
  }
  if (commands.length === 0) return { commands, skipped: [`${problems.join("; ")}; ${howTo}`] };
  return { commands, skipped: named === undefined ? [] : problems };
}

async function probe(python: string): Promise<{ subject: string } | { problem: string }> {
  try {
    const { stdout } = await promisify(execFile)(python, [script, "--version"]);
    const answer = JSON.parse(stdout.trim()) as { subject: string } | { skip: string };
    return "skip" in answer ? { problem: answer.skip } : answer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { problem: code === "ENOENT" ? "no such command" : message.trim().split("\n").at(-1)! };
  }
}
