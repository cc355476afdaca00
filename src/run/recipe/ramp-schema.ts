import { z } from "zod";
import { rampShapes } from "../../distill/ramp.js";

/** A number that moves while training goes on. */
const rampSchema = z.strictObject({
  from: z.number().describe("Its value when training begins"),
  to: z.number().describe("Its value from the end of the ramp on"),
  epochs: z.number().positive().optional().describe("Epochs that it takes"),
  share: z.number().gt(0).max(1).optional().describe("The part of the whole training that it takes. Default 1"),
  shape: z.enum(rampShapes).optional().describe("Default linear"),
});

/** A number between bounds, or a ramp from one such number to another. */
export const numberOrRamp = (
  number: z.ZodNumber,
  expected: string,
): z.ZodUnion<readonly [z.ZodNumber, typeof rampSchema]> =>
  z.union(
    [
      number,
      rampSchema
        .refine(({ from, to }) => [from, to].every((end) => number.safeParse(end).success))
        .refine(({ epochs, share }) => epochs === undefined || share === undefined),
    ],
    { error: `expected ${expected}, or a ramp { from, to, epochs or share, shape }` },
  );
