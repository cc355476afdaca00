/** A process that carries out a run, or goes on with it: what kill.test.ts kills. Arguments: recipe, folder. */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { distill } from "../../src/run/distill.js";
import { prepareRunFolder, resolveRecipe } from "../../src/run/index.js";

const [source, out] = process.argv.slice(2) as [string, string];
const recipe = resolveRecipe(JSON.parse(await readFile(source, "utf8")), { source, folder: dirname(source) });
const folder = await prepareRunFolder({ name: recipe.name, out, resume: true });
const stop = new AbortController();
process.once("SIGINT", () => stop.abort(new Error("interrupted")));
await distill(recipe, {
  folder,
  resume: true,
  signal: stop.signal,
  checkpointSeconds: 0.05,
  onEvent: ({ stage }) => void process.stdout.write(`${stage}\n`),
});
