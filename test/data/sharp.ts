import { describe } from "vitest";

/** The optional package that reads images; undefined where it is not installed. */
export const sharp = await import("sharp").then(
  (module) => module.default,
  () => undefined,
);

/** A suite that needs it. */
export const describeImages = describe.skipIf(sharp === undefined);
export const needsSharp = "(skipped where the npm package sharp is not installed)";
