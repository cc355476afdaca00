import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { withCatalogue } from "../../scripts/methods-catalogue.js";
import { objectives } from "../../src/distill/index.js";

const page = await readFile(new URL("../../docs/methods.md", import.meta.url), "utf8");

test("docs/methods.md holds the descriptors of all methods; to renew it: npm run generate:methods", () => {
  expect(withCatalogue(page)).toBe(page);
  for (const { name, formula } of objectives) {
    expect(page).toContain(`**\`${name}\`**`);
    expect(page).toContain(formula);
  }
});
