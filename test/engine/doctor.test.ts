import { expect, test } from "vitest";
import { diagnose } from "../../src/engine/doctor.js";
import { chooseThreads, loadRuntime, providers } from "../../src/engine/index.js";

test("the diagnosis names engine, threads and every provider, and says why one does not work", async () => {
  const found = await diagnose();
  const runtime = await loadRuntime();
  expect(found).toMatchObject({ engine: runtime.name, version: runtime.version, simd: true });
  expect(found.threads).toBeGreaterThanOrEqual(1);
  expect(found.threads).toBeLessThanOrEqual(runtime.maxThreads);
  expect(found.providers.map(({ name }) => name)).toEqual([...providers]);
  expect(found.providers[0]).toEqual({ name: "cpu", works: true, why: "" });
  for (const { works, why } of found.providers) expect(works).toBe(why === "");
}, 60_000);

test("a requested number of threads is taken, a senseless one refused", async () => {
  const runtime = await loadRuntime();
  expect(await chooseThreads(runtime, 3)).toBe(3);
  for (const wrong of [0, -1, 1.5, NaN]) {
    await expect(chooseThreads(runtime, wrong)).rejects.toThrow(
      `threads: got ${wrong}, expected "auto" or a whole number of at least 1.`,
    );
  }
});
