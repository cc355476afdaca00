/** Writes the catalogue of methods into docs/methods.md, between its two marks, from the objectives' descriptors. */
import { readFileSync, writeFileSync } from "node:fs";
import { withCatalogue } from "./methods-catalogue.js";

const file = new URL("../docs/methods.md", import.meta.url);
writeFileSync(file, withCatalogue(readFileSync(file, "utf8")));
