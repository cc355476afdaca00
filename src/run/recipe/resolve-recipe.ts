import { basename, extname, resolve } from "node:path";
import type { z } from "zod";
import { RecipeError } from "../../tensor/index.js";
import type { ObjectiveChoice } from "../../distill/resolve-objective.js";
import { describeIssue, explainIssues } from "./explain-issues.js";
import type { NetworkOptions } from "./network-schema.js";
import { recipeSchema } from "./recipe-schema.js";
import { resolveAugment } from "./resolve-augment.js";
import { asRecipeError, drawnScheme, resolveMethod, type UnresolvedScheme } from "./resolve-scheme.js";
import type { ResolvedModel, ResolvedNetwork, ResolvedRecipe } from "./resolved-recipe.js";
import { trainingSchema, type ResolvedTraining } from "./training-schema.js";

export interface RecipeOrigin {
  /** The recipe's file or the name of a built-in, for messages and for `name` where the recipe has none. */
  readonly source: string;
  /** Absolute; where relative paths of the recipe start. */
  readonly folder: string;
}

/**
 * Validates a recipe and fills in every default.
 * @param input what the recipe's file says
 * @throws RecipeError that lists each wrong option with its full path
 */
export function resolveRecipe(input: unknown, { source, folder }: RecipeOrigin): ResolvedRecipe {
  const recipe = parse(recipeSchema, input, source);
  const training = withKeep(recipe.training, recipe.data.validation, "training", source);
  const augmentOfAll = resolveAugment(recipe.data.augment, "data.augment", source);
  const network = (role: string, options: NetworkOptions): ResolvedNetwork => {
    const { augment, training: override, ...model } = options;
    const merged = parse(trainingSchema, mergeTraining(recipe.training, override), source, [
      ...role.split("."),
      "training",
    ]);
    return {
      ...flatHidden(model, role, source),
      augment: augment ? resolveAugment(augment, `${role}.augment`, source) : augmentOfAll,
      training: withKeep(merged, recipe.data.validation, `${role}.training`, source),
    };
  };
  const { teacher } = recipe;
  const student = network("student", recipe.student);
  const ofRecipe = asRecipeError(source, () =>
    resolveMethod({
      method: recipe.method as readonly ObjectiveChoice[] | undefined,
      scheme: recipe.scheme && {
        networks: mapValues(recipe.scheme.networks, (one, name) =>
          "model" in one
            ? network(`scheme.networks.${name}`, one)
            : "run" in one
              ? { run: resolve(folder, one.run) }
              : one,
        ),
        stages: recipe.scheme.stages as UnresolvedScheme["stages"],
      },
      alpha: recipe.alpha,
      temperature: recipe.temperature,
      student,
    }),
  );
  const resolved = {
    name: recipe.name ?? nameOf(source),
    data: { ...recipe.data, augment: augmentOfAll },
    ...(teacher && {
      teacher: "run" in teacher ? { run: resolve(folder, teacher.run) } : network("teacher", teacher),
    }),
    student,
    ...ofRecipe,
    training,
    cache: recipe.cache,
    seed: recipe.seed,
    threads: recipe.threads,
    provider: recipe.provider,
    folder,
  };
  asRecipeError(source, () => drawnScheme(resolved));
  return resolved;
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: string,
  at: readonly string[] = [],
): z.output<Schema> {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  const lines = [...new Set(explainIssues(result.error.issues, value, at))];
  throw new RecipeError(
    lines.length === 1
      ? `recipe ${source}: ${lines[0]}`
      : `recipe ${source}: ${lines.length} options are wrong.\n  ${lines.join("\n  ")}`,
    { cause: result.error },
  );
}

type Training = z.output<typeof trainingSchema>;

/** A network's `training` over the recipe's; an optimiser or schedule of another name takes nothing from the recipe's. */
function mergeTraining(training: Training, override: NetworkOptions["training"]): unknown {
  const named = <T extends { name: string }>(base: T, changed: { name?: string | undefined } | undefined): unknown =>
    changed?.name === undefined || changed.name === base.name ? { ...base, ...changed } : changed;
  return {
    ...training,
    ...override,
    optimizer: named(training.optimizer, override.optimizer),
    schedule: named(training.schedule, override.schedule),
  };
}

/** Chooses which epoch is kept, where the recipe does not, and refuses choices that need validation data. */
function withKeep(training: Training, validation: number, where: string, source: string): ResolvedTraining {
  const { keep = validation === 0 ? "last" : "best" } = training;
  const needy = training.earlyStopping !== null ? "earlyStopping" : keep === "best" ? "keep: best" : undefined;
  if (validation === 0 && needy !== undefined) {
    throw new RecipeError(
      `recipe ${source}: ${where}: ${needy} needs validation data, but data.validation is 0. ` +
        `Set it to a fraction such as 0.1.`,
    );
  }
  return { ...training, keep };
}

/** `hidden` as a list of widths, with `layers` of them where it is one number. */
function flatHidden(
  model: { model: unknown; hidden?: number | readonly number[]; layers?: number | undefined },
  role: string,
  source: string,
): ResolvedModel {
  const { hidden, layers, ...rest } = model;
  if (hidden === undefined) return rest as ResolvedModel;
  if (typeof hidden === "number") {
    return { ...rest, hidden: Array.from({ length: layers ?? 1 }, () => hidden) } as unknown as ResolvedModel;
  }
  if (layers !== undefined && layers !== hidden.length) {
    throw new RecipeError(
      `recipe ${source}: ${role}: hidden lists ${hidden.length} widths, but layers is ${layers}. Leave layers out.`,
    );
  }
  return { ...rest, hidden } as unknown as ResolvedModel;
}

const mapValues = <T, R>(record: Readonly<Record<string, T>>, f: (value: T, key: string) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value, key)]));

/** A run's name from the recipe's file: letters, digits, dots, dashes and underscores. */
function nameOf(source: string): string {
  const stem = basename(source, extname(source)).replace(/[^\w.-]+/g, "-");
  return /^[A-Za-z0-9]/.test(stem) ? stem : `run${stem}`;
}
