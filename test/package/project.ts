import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a program and gives what it wrote; throws with both streams where it fails. */
export async function run(
  cwd: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ stdout: string; stderr: string }> {
  return execute(program, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 }).catch(
    (cause: unknown) => {
      const { stdout = "", stderr = "" } = cause as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(" ")} failed in ${cwd}:\n${stdout}\n${stderr}`, { cause });
    },
  );
}

/** Packs a package of the repository, which must be built, and gives the path of the tarball. */
export async function pack(of = "."): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "limbeck-packed-"));
  await run(of, "npm", ["pack", "--pack-destination", folder]);
  const [tarball] = await readdir(folder);
  return join(folder, tarball!);
}

/** An empty project of ES modules in a new folder. */
export async function emptyProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "limbeck-project-"));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `{ "name": "user", "private": true, "type": "module" }`);
  return folder;
}
