import { z } from "zod";
import type { ObjectiveChoice } from "../../distill/resolve-objective.js";
import { numberOrRamp } from "./ramp-schema.js";

const taps = z.union([z.string(), z.array(z.string()).min(1), z.record(z.string(), z.string())], {
  error: 'expected a tap that both networks have, a list of them, or pairs { "student\'s tap": "teacher\'s tap" }',
});

// What an option takes is known, and checked, by its objective; a list is there for the types: taps and sources may be one.
const optionValue = z.union(
  [z.number(), z.string(), z.record(z.string(), z.union([z.number(), z.string()])), z.array(z.string())],
  { error: "expected a number, text, or a ramp { from, to, epochs or share, shape }" },
);

/** One objective with its weight and options. */
export const objectiveSchema = z
  .object({
    name: z.string(),
    weight: numberOrRamp(z.number().min(0), "a number of 0 or more")
      .optional()
      .describe("Default: what the objective's descriptor says"),
    taps: taps.optional().describe("Which inner tensors are compared. Default: matched by depth"),
  })
  .catchall(optionValue);

const named = z.string().transform((name): ObjectiveChoice => ({ name }));

const expected = "expected a name, { name, weight, ...options }, or a list of these";

/** `method`: one objective's name, or objectives with their weights and options. Resolved to a list. */
export const methodSchema = z
  .union(
    [
      named.transform((one) => [one]),
      objectiveSchema.transform((one) => [one]),
      z.array(z.union([named, objectiveSchema], { error: expected })).min(1),
    ],
    { error: expected },
  )
  .describe("What the student learns from the teacher: methods by name, see limbeck methods. Default soft-targets");
