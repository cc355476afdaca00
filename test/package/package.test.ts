import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyProject, pack, run } from "./project.js";

const { exports } = JSON.parse(await readFile("package.json", "utf8")) as { exports: Record<string, unknown> };
const subpaths = Object.keys(exports).filter((subpath) => subpath !== "./package.json");

let tarball: string;
let project: string;

beforeAll(async () => {
  tarball = await pack();
  project = await emptyProject();
  await run(project, "npm", ["install", "--ignore-scripts", "--prefer-offline", tarball]);
});
afterAll(async () => {
  await rm(dirname(tarball), { recursive: true, force: true });
  await rm(project, { recursive: true, force: true });
});

test("holds what runs, and no sources or tests", async () => {
  const { stdout } = await run(project, "tar", ["-tzf", tarball]);
  const files = stdout.trim().split("\n");
  for (const file of [
    "README.md",
    "LICENSE",
    "bin/limbeck.js",
    "dist/index.js",
    "dist/index.d.ts",
    "recipes/mnist.ts",
  ]) {
    expect(files).toContain(`package/${file}`);
  }
  const allowed = /^package\/(bin|dist|recipes)\/|^package\/(README\.md|LICENSE|package\.json)$/;
  expect(files.filter((file) => !allowed.test(file))).toEqual([]);
});

test.each(subpaths)("%s can be imported", async (subpath) => {
  const code = `console.log(Object.keys(await import("limbeck${subpath.slice(1)}")).join())`;
  const { stdout } = await run(project, process.execPath, ["--input-type=module", "--eval", code]);
  const sources = (await import(resolve("src", subpath, "index.ts"))) as object;
  expect(stdout.trim().split(",").sort()).toEqual(Object.keys(sources).sort());
});

test("publint finds nothing wrong", async () => {
  await run(process.cwd(), "npx", ["publint", "run", tarball, "--strict", "--level", "error"]);
});

test("every subpath has types for ES modules and bundlers", async () => {
  await run(process.cwd(), "npx", ["attw", tarball, "--profile", "esm-only"]);
});

describe("the command", () => {
  test("helps", async () => {
    const { stdout } = await run(project, "npx", ["limbeck", "--help"]);
    expect(stdout).toContain("limbeck distill");
  });

  test("distils a table", async () => {
    await writeFile(join(project, "points.csv"), table(200));
    await writeFile(join(project, "recipe.ts"), recipe);
    const { stdout } = await run(project, "npx", ["limbeck", "distill", "recipe.ts", "--out", "run", "--json"]);
    const { models } = JSON.parse(stdout) as { models: Record<string, { test: { accuracy: number } }> };
    expect(models["student"]!.test.accuracy).toBeGreaterThan(0.9);
  });
});

describe("a user's program", () => {
  interface Training {
    readonly engine: string;
    readonly first: number;
    readonly last: number;
  }
  const train = async (folder: string, ...flags: string[]): Promise<Training & { stderr: string }> => {
    const { stdout, stderr } = await run(folder, process.execPath, [...flags, "train.js"]);
    return { stderr, ...(JSON.parse(stdout) as Training) };
  };

  beforeAll(async () => {
    await cp("test/package/fixtures/train.ts", join(project, "train.ts"));
    const strict = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--skipLibCheck"];
    const target = ["--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom"];
    await run(project, resolve("node_modules/.bin/tsc"), ["train.ts", "--ignoreConfig", ...strict, ...target]);
  });

  test("trains on the native engine", async () => {
    const { engine, first, last, stderr } = await train(project);
    expect({ engine, stderr }).toEqual({ engine: "onnxruntime-node", stderr: "" });
    expect(last).toBeLessThan(0.2 * first);
  });

  test("trains on WebAssembly where native addons are off", async () => {
    const { engine, first, last, stderr } = await train(project, "--no-addons");
    expect(engine).toBe("onnxruntime-web");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(last).toBeLessThan(0.2 * first);
  });

  test("trains on WebAssembly where install scripts run and their downloads fail", async () => {
    const closed = await emptyProject();
    const nowhere = "http://127.0.0.1:9";
    await run(closed, "npm", ["install", "--ignore-scripts=false", "--offline", tarball], {
      HTTPS_PROXY: nowhere,
      HTTP_PROXY: nowhere,
    });
    await rm(join(closed, "node_modules/onnxruntime-node"), { recursive: true, force: true }); // where npm kept it
    await cp(join(project, "train.js"), join(closed, "train.js"));
    const { engine, first, last } = await train(closed);
    expect(engine).toBe("onnxruntime-web");
    expect(last).toBeLessThan(0.2 * first);
    await rm(closed, { recursive: true });
  });
});

/** Points of a square in three bands, which a small network tells apart. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const [x, y] = [(i * 0.618) % 1, (i * 0.414) % 1];
    return `${x.toFixed(4)},${y.toFixed(4)},${["low", "middle", "high"][Math.min(2, Math.floor((x + y) * 1.5))]!}`;
  });
  return ["x,y,band", ...lines].join("\n");
}

const recipe = `import { defineRecipe } from "limbeck";

export default defineRecipe({
  name: "bands",
  data: { train: "points.csv", test: "points.csv", label: "band", validation: 0.2 },
  teacher: { model: "mlp", hidden: [32, 32] },
  student: { model: "mlp", hidden: 16 },
  method: "soft-targets",
  training: { epochs: 40, batchSize: 16, optimizer: { name: "adam", learningRate: 0.01 } },
});
`;
