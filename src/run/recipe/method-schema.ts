import { z } from "zod";

const objective = z
  .object({
    name: z.string(),
    weight: z.number().min(0).optional().describe("Default: what the objective's descriptor says"),
  })
  .catchall(z.union([z.number(), z.string(), z.boolean()]));

const named = z.string().transform((name): ObjectiveOptions => ({ name }));

const expected = "expected a name, { name, weight, ...options }, or a list of these";

/** `method`: one objective's name, or objectives with their weights and options. Resolved to a list. */
export const methodSchema = z
  .union(
    [
      named.transform((one) => [one]),
      objective.transform((one): ObjectiveOptions[] => [one]),
      z.array(z.union([named, objective], { error: expected })).min(1),
    ],
    { error: expected },
  )
  .describe("What the student learns from the teacher: objectives by name, see limbeck methods");

/** One objective with its options; those left out are the descriptor's defaults. */
export interface ObjectiveOptions {
  readonly name: string;
  readonly weight?: number | undefined;
  readonly [option: string]: number | string | boolean | undefined;
}
