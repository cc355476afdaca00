import { defineConfig } from "vitest/config";

/** Tests that need more than Node and npm, or minutes: each its own project, run by `npm run test:NAME`. */
const apart = ["package", "browser", "clone", "docs"];

// Inside the repository, limbeck and its subpaths are the sources.
const resolve = { conditions: ["limbeck-source", "module", "node", "development|production"] };

export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: apart.map((name) => `test/${name}/**`),
          testTimeout: 30_000,
        },
      },
      ...apart.map((name) => ({
        extends: true as const,
        test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 180_000, hookTimeout: 180_000 },
      })),
    ],
  },
});
