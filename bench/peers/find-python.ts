import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A Python in which a peer's script runs. */
export interface FoundPython {
  readonly python: string;
  /** The peer with its version. */
  readonly subject: string;
}

/**
 * Every version of a peer at hand, each once: of the interpreters of LIMBECK_BENCH_PYTHON (separated by commas), or else
 * of /usr/bin/python3 and python3.
 * @param script answers `--version` with a line {"subject":"NAME 1.2.3"} or {"skip":"why"}
 * @param howTo  how the peer is installed
 * @returns what was found, and the reason why there is none or why a named interpreter was left out
 */
export async function findPython(
  script: string,
  howTo: string,
): Promise<{ found: readonly FoundPython[]; skipped: readonly string[] }> {
  const named = process.env["LIMBECK_BENCH_PYTHON"]?.split(",").filter((path) => path.trim() !== "");
  const found: FoundPython[] = [];
  const problems: string[] = [];
  for (const python of named ?? ["/usr/bin/python3", "python3"]) {
    const answer = await probe(python.trim(), script);
    if ("problem" in answer) problems.push(`${python}: ${answer.problem}`);
    else if (!found.some(({ subject }) => subject === answer.subject)) found.push({ python: python.trim(), ...answer });
  }
  if (found.length > 0) return { found, skipped: named === undefined ? [] : problems };
  const elsewhere =
    "if it is neither /usr/bin/python3 nor python3, name its interpreters in LIMBECK_BENCH_PYTHON, separated by commas";
  return { found, skipped: [`${problems.join("; ")}; ${howTo} and, ${elsewhere}`] };
}

async function probe(python: string, script: string): Promise<{ subject: string } | { problem: string }> {
  try {
    const { stdout } = await promisify(execFile)(python, [script, "--version"]);
    const answer = JSON.parse(stdout.trim()) as { subject: string } | { skip: string };
    return "skip" in answer ? { problem: answer.skip } : answer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { problem: code === "ENOENT" ? "no such command" : message.trim().split("\n").at(-1)! };
  }
}
