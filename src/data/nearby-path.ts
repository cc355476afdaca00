import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nearest } from "../tensor/index.js";

/**
 * The path that a missing one most likely meant: its first part that is missing, set right by what lies in that folder.
 * Undefined where nothing there has a name like it.
 */
export function nearbyPath(missing: string): string | undefined {
  for (let path = missing, below = ""; dirname(path) !== path; path = dirname(path)) {
    const found = namesIn(dirname(path));
    if (found) {
      const near = nearest(basename(path), found);
      return near === undefined ? undefined : join(dirname(path), near, below);
    }
    below = join(basename(path), below);
  }
  return undefined;
}

/** Names in a folder; undefined where there is none. */
function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
