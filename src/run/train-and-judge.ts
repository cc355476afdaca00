import type { Classifier } from "../models/index.js";
import { correctBiases } from "./bias-correction.js";
import { takeEarlierTeacher } from "./earlier-teacher.js";
import { judgeRun } from "./judge-run.js";
import type { Metrics, NetworkName } from "./metrics.js";
import { writeMetrics } from "./metrics-file.js";
import { runStage, type StageContext, type TrainedNetwork } from "./network-stage.js";
import type { DrawnScheme, ResolvedRecipe } from "./recipe/index.js";
import type { RunData } from "./run-data.js";
import type { EarlierTeachers } from "./scheme-networks.js";
import { planTrainings, type Stages } from "./stages.js";
import { sourceNetwork } from "./source-network.js";
import { writeReport } from "./write-report.js";

/** A run, with everything it needs in memory. */
export interface PreparedRun {
  readonly recipe: ResolvedRecipe;
  readonly scheme: DrawnScheme;
  readonly data: RunData;
  readonly stages: Stages;
  /** Each stage's network as it answers in the end, by name. */
  readonly answering: ReadonlyMap<NetworkName, Classifier>;
  /** In place of teachers of its own. */
  readonly earlier: EarlierTeachers;
  /** Wall time of the run so far, over all its parts. */
  readonly secondsSoFar: () => number;
  /** The command line that repeats the run, for its report. */
  readonly command: string | undefined;
}

/** Carries out a run's trainings one after another, judges its networks on test data, and writes report and figures. */
export async function trainAndJudge(run: PreparedRun, context: StageContext): Promise<Metrics> {
  const { recipe, scheme, data } = run;
  const { emit, folder, program } = context;
  const trained = await trainStages(run, context);

  emit({ stage: "evaluate" });
  const { figures, logits } = await judgeRun({
    folder,
    test: data.test,
    prepare: data.prepare,
    program,
    networks: trained,
    ensembles: scheme.ensembles ?? {},
  });
  const metrics: Metrics = {
    format: 1,
    recipe: recipe.name,
    seed: recipe.seed,
    data: {
      train: data.train.labels.length,
      validation: data.validation.labels.length,
      test: data.test.labels.length,
    },
    ...figures,
    seconds: {
      ...Object.fromEntries([...trained].map(([name, { facts }]) => [name, facts.seconds])),
      total: run.secondsSoFar(),
    },
  };
  emit({ stage: "report" });
  await writeReport({
    recipe,
    scheme,
    folder,
    metrics,
    networks: trained,
    logits,
    test: data.test,
    command: run.command,
  });
  await writeMetrics(folder, metrics);
  emit({ stage: "done" });
  return metrics;
}

/**
 * Carries out a run's trainings one after another.
 * @param only the networks to train; default all
 */
export async function trainStages(
  run: PreparedRun,
  context: StageContext,
  only?: readonly NetworkName[],
): Promise<Map<NetworkName, TrainedNetwork>> {
  const { recipe, data, stages, answering } = run;
  const wanted = stages.stages.filter(({ network }) => only?.includes(network) ?? true);
  context.emit({ stage: "plan", plan: planTrainings({ ...stages, stages: wanted }, context.resume) });
  const trained = await takeEarlierTeachers(run, context);
  for (const stage of wanted) {
    const finish = (classifier: Classifier) => correctBiases(stage, classifier, recipe.data.omit, context);
    const network = await runStage(stage, context, {
      answering: answering.get(stage.network)!,
      trained,
      source: (name) => sourceNetwork(stage, name, trained.get(name)!.classifier, recipe, context),
      finish: recipe.data.omit.length > 0 && stage.train === data.transfer ? finish : undefined,
    });
    trained.set(stage.network, network);
  }
  return trained;
}

/** Networks of earlier runs, with their weights. */
async function takeEarlierTeachers(
  { stages, earlier }: PreparedRun,
  { folder, program }: StageContext,
): Promise<Map<string, TrainedNetwork>> {
  const taken = new Map<string, TrainedNetwork>();
  for (const [name, teacher] of earlier) {
    const classifier = stages.earlier.get(name)!;
    await takeEarlierTeacher(teacher, classifier, folder, program.store);
    taken.set(name, { classifier, facts: teacher.facts });
  }
  return taken;
}
