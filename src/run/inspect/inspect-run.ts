import { rampText, type Ramp } from "../../distill/ramp.js";
import type { Metrics, ModelMetrics } from "../metrics.js";
import { methodText } from "../describe-scheme.js";
import { readMetrics } from "../metrics-file.js";
import { readRecipeRecord, type RecipeRecord } from "../recipe-record.js";
import { openRunFolder } from "../run-folder.js";
import { drawnScheme, type ResolvedNetwork } from "../recipe/index.js";
import type { Facts, FactsTable } from "./facts.js";

/** What a run folder holds: its recipe in a few lines, and its figures if it is finished. */
export async function inspectRun(path: string): Promise<Facts> {
  const folder = await openRunFolder(path);
  const [recipe, metrics] = await Promise.all([readRecipeRecord(folder), readMetrics(folder)]);
  return {
    kind: "run",
    path: folder.path,
    facts: {
      recipe: recipe.name,
      finished: metrics !== undefined,
      method: methodText(drawnScheme(recipe)),
      temperature: numberOrText(recipe.temperature),
      alpha: numberOrText(recipe.alpha),
      ...(recipe.teacher && {
        teacher: "run" in recipe.teacher ? `of ${recipe.teacher.run}` : modelLine(recipe.teacher),
      }),
      student: modelLine(recipe.student),
      seed: recipe.seed,
      threads: recipe.threads,
      ...(metrics?.agreement !== undefined && { agreement: metrics.agreement }),
      ...(metrics?.retention !== undefined && { retention: metrics.retention }),
    },
    tables: [...(metrics ? [figures(metrics)] : []), files(recipe)],
  };
}

const numberOrText = (value: number | Ramp): number | string => (typeof value === "number" ? value : rampText(value));

function figures(metrics: Metrics): FactsTable {
  const row = (network: string, model: ModelMetrics): Record<string, string | number> => ({
    network,
    parameters: model.parameters,
    bytes: model.bytes,
    accuracy: model.test.accuracy,
    errors: model.test.errors,
    latencyMs: model.latencyMs.p50,
  });
  const rows = Object.entries(metrics.models).flatMap(([network, model]) => (model ? [row(network, model)] : []));
  return { title: "On test data", rows };
}

const files = (recipe: RecipeRecord): FactsTable => ({
  title: "Data files",
  rows: recipe.files.map(({ path, sha256 }) => ({ path, sha256 })),
});

/** A model and its options, as "mlp, hidden 1200 1200, dropout 0.5". */
function modelLine({ model, augment: _augment, training: _training, ...options }: ResolvedNetwork): string {
  const listed = Object.entries(options).map(([name, value]) => `${name} ${[value].flat().join(" ")}`);
  return [typeof model === "string" ? model : "own function", ...listed].join(", ");
}
