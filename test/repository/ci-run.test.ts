import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";

const scratch = mkdtempSync(join(tmpdir(), "ci-run-"));
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs .ci/run where npm is a script that answers each command as told, and everything else succeeds. */
function run(npm: Record<string, string>): { status: number | null; last: string | undefined } {
  mkdirSync(join(scratch, "bin"), { recursive: true });
  mkdirSync(join(scratch, "repository", ".ci"), { recursive: true });
  cpSync(".ci/run", join(scratch, "repository", ".ci", "run"));
  const cases = Object.entries({ ci: "true", ...npm }).map(([words, answer]) => `"${words}") ${answer};;`);
  executable("npm", `case "$*" in\n${cases.join("\n")}\n*) ${tests("1 passed")};;\nesac`);
  executable("chromium", "true");
  const { status, stdout } = spawnSync(join(scratch, "repository", ".ci", "run"), {
    encoding: "utf8",
    env: { PATH: `${join(scratch, "bin")}:${process.env["PATH"]!}` },
  });
  return { status, last: stdout.trimEnd().split("\n").at(-1) };
}

function executable(name: string, body: string): void {
  writeFileSync(join(scratch, "bin", name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(scratch, "bin", name), 0o755);
}

/** What vitest prints at its end. */
const tests = (counts: string): string =>
  `printf '%s\\n' ' Test Files  1 passed (1)' '      Tests  ${counts} (9)' '   Duration  1.00s'`;

test("tests and steps add up", () => {
  expect(run({ test: tests("20 passed") })).toEqual({ status: 0, last: "27 passed, 0 failed" });
});

test("skipped tests are named", () => {
  expect(run({ "run test:browser": tests("2 passed | 3 skipped") })).toEqual({
    status: 0,
    last: "9 passed, 0 failed, 3 skipped",
  });
});

test.each<[string, Record<string, string>, string]>([
  ["a failed test", { test: `${tests("2 failed | 5 passed")}; exit 1` }, "12 passed, 2 failed"],
  ["a failed lint", { "run lint": "exit 1" }, "7 passed, 1 failed"],
  ["a failed install", { ci: "exit 1" }, "7 passed, 1 failed"],
  ["a test file that does not load", { "run test:docs": `${tests("4 passed")}; exit 1` }, "11 passed, 1 failed"],
  ["a runner without tests", { "run test:package": "true" }, "7 passed, 1 failed"],
])("%s fails the whole", (_, npm, last) => {
  expect(run(npm)).toEqual({ status: 1, last });
});
