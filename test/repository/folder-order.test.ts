import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const order =
  "tensor student graph onnx engine nn optim data vision words text models distill report run study cli studio".split(
    " ",
  );

/** Each file breaks the one rule that it is named for; the files that they need break none. */
const broken: Record<string, readonly [file: string, text: string]> = {
  ...Object.fromEntries(
    order.slice(0, -1).map((folder, i) => {
      const later = `export * from "../${order[i + 1]!}/fine.js";`;
      return [`order-of-folders-${folder}`, [`src/${folder}/backwards.ts`, later] as const];
    }),
  ),
  "known-folders": ["src/drawer/new-folder.ts", `export * from "../tensor/fine.js";`],
  "runs-in-a-browser": ["src/graph/reads-files.ts", `export { readFile } from "node:fs/promises";`],
  "student-alone": ["src/student/needs-a-package.ts", `export { z } from "zod";`],
  "no-cycles": ["src/cli/round.ts", `export { turn } from "./turn.js";\nexport const round = 1;`],
  "declared-packages": ["src/cli/undeclared.ts", `export { test } from "vitest";`],
  resolves: ["src/cli/missing.ts", `export * from "./nowhere.js";`],
};

const fine: Record<string, string> = {
  ...Object.fromEntries(order.map((folder) => [`src/${folder}/fine.ts`, "export const fine = 1;"])),
  "src/cli/turn.ts": `export { round } from "./round.js";\nexport const turn = 1;`,
  "src/nn/forwards.ts": `export * from "../graph/fine.js";`,
  "tsconfig.json": "{}",
  "package.json": `{ "type": "module", "dependencies": { "zod": "*" }, "devDependencies": { "vitest": "*" } }`,
};

const scratch = mkdtempSync(join(tmpdir(), "folder-order-"));
let found: { readonly from: string; readonly rule: { readonly name: string } }[];

beforeAll(() => {
  const files = { ...fine, ...Object.fromEntries(Object.values(broken)) };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    writeFileSync(join(scratch, file), text);
  }
  symlinkSync(resolve("node_modules"), join(scratch, "node_modules"));
  const { stdout } = spawnSync(
    process.execPath,
    [resolve("node_modules/.bin/depcruise"), "src", "--config", resolve(".dependency-cruiser.cjs"), "-T", "json"],
    { cwd: scratch, encoding: "utf8", maxBuffer: 1 << 26 },
  );
  found = (JSON.parse(stdout) as { summary: { violations: typeof found } }).summary.violations;
});
afterAll(() => rmSync(scratch, { recursive: true }));

test.each(Object.entries(broken))("%s is held", (rule, [file]) => {
  expect(found.map(({ from, rule }) => [rule.name, from])).toContainEqual([rule, file]);
});

test("what is fine is not found", () => {
  const allowed = [...Object.values(broken).map(([file]) => file), "src/cli/turn.ts"];
  expect(found.map(({ from }) => from).filter((file) => !allowed.includes(file))).toEqual([]);
});

test("every folder of src/ has its place", () => {
  const folders = execFileSync("git", ["ls-files", "src/*/*"], { encoding: "utf8" }).trim().split("\n");
  expect(order).toEqual(expect.arrayContaining([...new Set(folders.map((file) => file.split("/")[1]))]));
});
