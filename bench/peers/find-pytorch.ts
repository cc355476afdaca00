import { fileURLToPath } from "node:url";
import type { SubjectCommand } from "../subject.js";
import { findPython } from "./find-python.js";

const script = fileURLToPath(new URL("pytorch.py", import.meta.url));
const howTo = "install one (Debian: apt install python3-torch libopenblas0-openmp; else pip install torch)";

/**
 * Every PyTorch at hand, each version once.
 * @returns their commands, and the reason why there is none or why a named one was left out
 */
export async function findPyTorch(): Promise<{ commands: SubjectCommand[]; skipped: readonly string[] }> {
  const { found, skipped } = await findPython(script, howTo);
  const commands = found.map(({ python, subject }) => ({
    name: subject,
    command: python,
    args: [script, "--serve"],
  }));
  return { commands, skipped };
}
