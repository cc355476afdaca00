import { existsSync } from "node:fs";

const places = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of Chromium, if it is on this machine; $CHROMIUM names one elsewhere. */
export const chromiumPath = places.find((place): place is string => place !== undefined && existsSync(place));

/** Why tests are skipped, for their titles. */
export const skipReason = chromiumPath === undefined ? " (skipped: no Chromium)" : "";
if (chromiumPath === undefined) console.log("skipped: no Chromium; on Debian: apt-get install chromium");
