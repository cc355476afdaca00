import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeStudentFile } from "../../src/student/write-student-file.js";
import { cases, contentOf } from "../student/content.js";
import { emptyProject, pack, run } from "./project.js";

let tarball: string;
let project: string;

beforeAll(async () => {
  tarball = await pack("packages/student");
  project = await emptyProject();
  await run(project, "npm", ["install", "--ignore-scripts", "--prefer-offline", tarball]);
});
afterAll(async () => {
  await rm(dirname(tarball), { recursive: true, force: true });
  await rm(project, { recursive: true, force: true });
});

test("holds its code and nothing else, and brings no other package", async () => {
  const { stdout } = await run(project, "tar", ["-tzf", tarball]);
  const files = stdout.trim().split("\n");
  expect(
    files.filter((file) => !/^package\/(dist\/.*\.(js|d\.ts)|README\.md|LICENSE|package\.json)$/.test(file)),
  ).toEqual([]);
  expect(files).toContain("package/LICENSE");
  const installed = await readFile(join(project, "node_modules/.package-lock.json"), "utf8");
  expect(Object.keys((JSON.parse(installed) as { packages: object }).packages)).toEqual([
    "node_modules/limbeck-student",
  ]);
});

test("publint and are-the-types-wrong find nothing", async () => {
  await run(process.cwd(), "npx", ["publint", "run", tarball, "--strict", "--level", "error"]);
  await run(process.cwd(), "npx", ["attw", tarball, "--profile", "esm-only"]);
});

test("classifies texts in a user's program", async () => {
  await writeFile(
    join(project, "student.limbeck"),
    writeStudentFile(contentOf(cases.find(({ name }) => name === "gru-8, last")!)),
  );
  const program = `
    import { readFile } from "node:fs/promises";
    import { Student } from "limbeck-student";
    const student = await Student.load(await readFile("student.limbeck"));
    console.log(student.predict("two five, three!").label);`;
  const { stdout } = await run(project, process.execPath, ["--input-type=module", "--eval", program]);
  expect(stdout.trim()).toMatch(/^class [012]$/);
});

test("weighs at most 25 kB, minified and gzipped", async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export { Student } from "limbeck-student";`, resolveDir: project },
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    write: false,
  });
  expect(gzipSync(outputFiles[0]!.contents).length).toBeLessThan(25_000);
});
