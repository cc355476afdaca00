import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileError, writeAtomic } from "../../src/data/write-atomic.js";
import { FileError } from "../../src/tensor/index.js";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "limbeck-write-"))));
afterEach(() => rm(folder, { recursive: true }));

test("a file is replaced as a whole, and nothing else is left", async () => {
  const path = join(folder, "deep/file.txt");
  await writeAtomic(path, "old");
  await writeAtomic(path, Uint8Array.of(0x6e, 0x65, 0x77));
  expect(await readFile(path, "utf8")).toBe("new");
  expect(await readdir(join(folder, "deep"))).toEqual(["file.txt"]);
});

test("writes at once do not mix", async () => {
  const path = join(folder, "file.txt");
  const contents = Array.from({ length: 10 }, (_, i) => String(i).repeat(10_000));
  await Promise.all(contents.map((content) => writeAtomic(path, content)));
  expect(contents).toContain(await readFile(path, "utf8"));
  expect(await readdir(folder)).toEqual(["file.txt"]);
});

test("where it fails, the old file stays and no temporary one is left", async () => {
  const path = join(folder, "target");
  await mkdir(path); // a folder cannot be replaced by a file
  await writeFile(join(path, "kept"), "x");
  await expect(writeAtomic(path, "new")).rejects.toThrow(FileError);
  await expect(writeAtomic(path, "new")).rejects.toThrow(/target cannot be written: /);
  expect(await readdir(folder)).toEqual(["target"]);
  expect(await readdir(path)).toEqual(["kept"]);
});

test("a part of the path that is a file is named", async () => {
  await writeFile(join(folder, "file"), "x");
  await expect(writeAtomic(join(folder, "file/below"), "new")).rejects.toThrow(
    /folder should be|part of its path is a file/,
  );
});

test.each([
  ["ENOSPC", /^\/x cannot be written: the disk is full\. Make room/],
  ["EACCES", /^\/x cannot be written: no permission\. Choose a folder/],
  ["EROFS", /^\/x cannot be written: the file system is read-only/],
  ["EIO", /^\/x cannot be written: EIO happened\.$/],
])("%s in words", (code, message) => {
  const cause = Object.assign(new Error(`${code} happened`), { code });
  expect(fileError(cause, "/x", "written").message).toMatch(message);
});
