import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const driver = fileURLToPath(new URL("./long-run.ts", import.meta.url));

/** Starts a command that runs until it is interrupted, and waits until it says so. */
async function start(mode: string): Promise<{
  child: ChildProcess;
  said: (text: string) => Promise<void>;
  end: () => Promise<{ code: number | null; stderr: string }>;
}> {
  const child = spawn(process.execPath, ["--import", "tsx", driver, mode], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  child.stderr!.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const said = async (text: string): Promise<void> => {
    while (!stderr.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended before it said "${text}":\n${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await said("started");
  return { child, said, end: async () => ({ code: await closed, stderr }) };
}

test("the first Ctrl-C saves, stops with 130, and says how to go on", async () => {
  const { child, end } = await start("saves");
  child.kill("SIGINT");
  const { code, stderr } = await end();
  expect(code).toBe(130);
  expect(stderr).toBe(
    "started\nSaving… press again to stop at once.\nsaved the state\n" +
      "Saved. Go on with:\n  limbeck distill mnist --set 'student.hidden=[30,30]' --out runs/mnist --resume\n",
  );
});

test("the second Ctrl-C stops at once", async () => {
  const { child, said, end } = await start("hangs");
  child.kill("SIGINT");
  await said("press again");
  child.kill("SIGINT");
  const { code, stderr } = await end();
  expect(code).toBe(130);
  expect(stderr).not.toContain("Saved");
});

test("SIGTERM saves too", async () => {
  const { child, end } = await start("saves");
  child.kill("SIGTERM");
  expect((await end()).code).toBe(130);
});

test("a run that ends in spite of Ctrl-C is done", async () => {
  const { child, end } = await start("finishes");
  child.kill("SIGINT");
  expect((await end()).code).toBe(0);
});

test("a full disk in the middle of a run: one message, code 2, and how to go on", async () => {
  const { end } = await start("fails");
  const { code, stderr } = await end();
  expect(code).toBe(2);
  expect(stderr).toMatch(/^started\nerror: the disk is full\nGo on with:\n {2}limbeck distill mnist .*--resume\n$/);
});

test("a fault of ours: code 1 and a stack", async () => {
  const { end } = await start("breaks");
  const { code, stderr } = await end();
  expect(code).toBe(1);
  expect(stderr).toMatch(/This is a fault of Limbeck, not yours\. .*\nTypeError: oops\n {4}at /);
});
