import { execFile } from "node:child_process";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("./fixtures/train.ts", import.meta.url));

test("ONNX Runtime's telemetry is off: a training leaves no identifier in the user's home", async () => {
  const home = await mkdtemp(join(tmpdir(), "limbeck-home-"));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== "ORT_DISABLE_TELEMETRY"));
  const own = { HOME: home, XDG_CACHE_HOME: join(home, "cache"), TSX_DISABLE_CACHE: "1" };
  await promisify(execFile)(process.execPath, ["--import", "tsx", script], { env: { ...env, ...own } });
  expect(await readdir(home, { recursive: true })).toEqual([]);
}, 60_000);
