import { createHash } from "node:crypto";
import { join } from "node:path";
import { asJson, loadRecipe, type ResolvedRecipe } from "../run/index.js";
import type { Job } from "./job.js";
import { assignments, trialId, type Setting } from "./trials.js";

/** What a sweep is planned from. */
export interface PlanOptions {
  /** A recipe's file or the name of a built-in. */
  readonly recipe: string;
  /** Each `path=value`, set for every trial. */
  readonly set: readonly string[];
  readonly settings: readonly Setting[];
  /** The first is the one that teachers are trained with. */
  readonly seeds: readonly number[];
  /** The sweep's folder, absolute. */
  readonly folder: string;
  readonly cwd: string;
}

/** A trial, with what must be there before it. */
export interface PlannedTrial {
  readonly id: string;
  readonly setting: Setting;
  readonly seed: number;
  readonly studentKey: string;
  readonly job: Job;
  /** Undefined where the recipe has no teacher, or takes that of an earlier run. */
  readonly teacher: Job | undefined;
  readonly baseline: Job;
}

/**
 * The trials of some settings with some seeds, with each teacher and each baseline that several of them share planned
 * once: a teacher is the same for all that give it the same architecture, training and data, a baseline for all whose
 * students differ in what they learn from alone.
 * @throws RecipeError if the recipe, or the recipe with one of the settings, is wrong
 */
export async function planTrials(options: PlanOptions): Promise<PlannedTrial[]> {
  const { cwd, folder, seeds } = options;
  const resolved: { setting: Setting; set: string[]; recipe: ResolvedRecipe }[] = [];
  for (const setting of options.settings) {
    const set = [...options.set, ...assignments(setting)];
    resolved.push({ setting, set, recipe: await loadRecipe(options.recipe, { set, cwd }) });
  }
  const teachers = new Set(resolved.map(({ recipe }) => teacherKey(recipe)));
  const teacherFolder = (recipe: ResolvedRecipe): string =>
    teachers.size === 1 ? join(folder, "teacher") : join(folder, "teachers", teacherKey(recipe)!);
  const job = (job: Omit<Job, "recipe" | "cwd">): Job => ({ ...job, recipe: options.recipe, cwd });

  return resolved.flatMap(({ setting, set, recipe }) =>
    seeds.map((seed): PlannedTrial => {
      const withSeed = [...set, `seed=${seed}`];
      const key = studentKey(recipe);
      const shared = (kind: Job["kind"], id: string, folder: string, seed: number): Job =>
        job({ kind, id, folder, set: [...set, `seed=${seed}`] });
      const teacher =
        teacherKey(recipe) === undefined
          ? undefined
          : shared("teacher", `teacher ${teacherKey(recipe)!}`, teacherFolder(recipe), seeds[0]!);
      const baselineId = `${key},seed=${seed}`;
      const baseline = shared("baseline", `baseline ${baselineId}`, join(folder, "baselines", baselineId), seed);
      const id = trialId(setting, seed);
      return {
        id,
        setting,
        seed,
        studentKey: key,
        teacher,
        baseline,
        job: job({
          kind: "trial",
          id,
          folder: join(folder, "trials", id),
          set: teacher ? [...withSeed, `teacher=${JSON.stringify({ run: teacher.folder })}`] : withSeed,
          baseline: baseline.folder,
        }),
      };
    }),
  );
}

/** The same for recipes whose teachers are; undefined where there is none to train. */
const teacherKey = ({ teacher, data, provider }: ResolvedRecipe): string | undefined =>
  teacher === undefined || "run" in teacher ? undefined : digest({ teacher, data, provider });

/** The same for recipes whose students are trained alike but for what they learn from. */
const studentKey = ({ student, data, provider }: ResolvedRecipe): string => digest({ student, data, provider });

const digest = (value: unknown): string => createHash("sha256").update(asJson(value)).digest("hex").slice(0, 12);
