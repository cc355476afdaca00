import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../package/project.js";
import { blocksOf, commandsOf, printsNumbers, promisedNumbers, type Block } from "./blocks.js";

const pages = execFileSync("git", ["ls-files", "README.md", "docs/*.md"], { encoding: "utf8" }).trim().split("\n");
const blocks = (await Promise.all(pages.map(async (page) => blocksOf(page, await readFile(page, "utf8"))))).flat();
const tried = blocks.filter(({ note }) => note?.kind !== "not run");

/** A reader's folder, in which the checkout is installed, and where the main job has run: made short here. */
let folder: string;
const short =
  "--set data.limit=1000 --set training.epochs=2 --set teacher.training.epochs=1 --set teacher.hidden=[50,50]";
const programName = ({ page, line }: Block): string => `${page.replaceAll(/\W/g, "-")}-${line}.ts`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "limbeck-docs-"));
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
  await symlink(resolve("."), join(folder, "node_modules/limbeck"));
  await symlink(resolve("node_modules/@types"), join(folder, "node_modules/@types"));
  await symlink(resolve("bin/limbeck.js"), join(folder, "node_modules/.bin/limbeck"));
  await writeFile(join(folder, "package.json"), `{ "type": "module", "scripts": { "limbeck": "limbeck" } }`);
  for (const block of tried) {
    if (block.file !== undefined) await writeFile(join(folder, block.file), block.code);
    else if (block.language === "ts") await writeFile(join(folder, programName(block)), block.code);
  }
  await bash(`limbeck distill mnist --quiet ${short}`);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(pages)("%s", (page) => {
  for (const block of tried.filter((block) => block.page === page)) {
    test(`line ${block.line}: ${commandsOf(block).split("\n")[0]!}`, () => tryBlock(block));
  }

  test("says of each block that is not run why", () => {
    const reasons = blocks.filter((block) => block.page === page && block.note?.kind === "not run");
    for (const { note } of reasons) expect(note!.text).toMatch(/\w+ \w+/);
  });
});

test("programs and recipes have sound types", async () => {
  const settings = { extends: resolve("tsconfig.json"), include: ["*.ts"], compilerOptions: { noEmit: true } };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(settings));
  await run(folder, resolve("node_modules/.bin/tsc"), ["--project", "tsconfig.json"]);
});

/** A recipe is distilled, a program is run and prints what it promises, commands succeed. */
async function tryBlock(block: Block): Promise<void> {
  if (block.file !== undefined)
    await bash(`limbeck distill ${block.file} --out runs/of-a-page --force --quiet ${short}`);
  else if (block.language === "bash") await bash(commandsOf(block));
  else {
    const loader = ["--conditions=limbeck-source", "--import", resolve("node_modules/tsx/dist/esm/index.mjs")];
    const { stdout } = await run(folder, process.execPath, [...loader, programName(block)]);
    const promised = promisedNumbers(block.code);
    expect(printsNumbers(stdout, promised), `promised ${promised.join(", ")}, printed ${stdout}`).toBe(true);
  }
}

const bash = (commands: string) =>
  run(folder, "bash", ["-euo", "pipefail", "-c", commands], {
    PATH: `${join(folder, "node_modules/.bin")}:${process.env["PATH"]!}`,
  });
