import type { Classifier } from "../models/index.js";
import { correctBiases } from "./bias-correction.js";
import { takeEarlierTeacher, type EarlierTeacher } from "./earlier-teacher.js";
import { judgeRun } from "./judge-run.js";
import type { Metrics } from "./metrics.js";
import { writeMetrics } from "./metrics-file.js";
import type { ModelFacts } from "./model-files.js";
import { runStage, type NetworkStage, type StageContext } from "./network-stage.js";
import type { ResolvedRecipe } from "./recipe/index.js";
import type { RunData } from "./run-data.js";
import { planTrainings, type Stages } from "./stages.js";
import { teacherOf } from "./student-teacher.js";
import { writeReport } from "./write-report.js";

/** A run, with everything it needs in memory. */
export interface PreparedRun {
  readonly recipe: ResolvedRecipe;
  readonly data: RunData;
  readonly stages: Stages;
  /** In place of a teacher of its own. */
  readonly earlier: EarlierTeacher | undefined;
  /** Wall time of the run so far, over all its parts. */
  readonly secondsSoFar: () => number;
  /** The command line that repeats the run, for its report. */
  readonly command: string | undefined;
}

/** Trains the three networks one after another, judges them on test data, and writes report and figures. */
export async function trainAndJudge(run: PreparedRun, context: StageContext): Promise<Metrics> {
  const { recipe, data, stages } = run;
  const { emit, folder, program } = context;
  emit({ stage: "plan", plan: planTrainings(stages, context.resume) });
  const teacher = await trainTeacher(run, context);
  const finish = (stage: NetworkStage) =>
    recipe.data.omit.length > 0 ? () => correctBiases(stage, recipe.data.omit, context) : undefined;
  const baseline = await runStage(stages.baseline, context, { finish: finish(stages.baseline) });
  const student = await runStage(stages.student, context, {
    teacher: () => teacherOf(stages.student, teacher.classifier, recipe, context),
    finish: finish(stages.student),
  });

  emit({ stage: "evaluate" });
  const models = { teacher: teacher.facts, baseline, student };
  const { figures, logits } = await judgeRun({
    folder,
    test: data.test,
    prepare: data.prepare,
    program,
    models,
    classifiers: {
      teacher: teacher.classifier,
      baseline: stages.baseline.classifier,
      student: stages.student.classifier,
    },
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
      teacher: models.teacher.seconds,
      baseline: models.baseline.seconds,
      student: models.student.seconds,
      total: run.secondsSoFar(),
    },
  };
  emit({ stage: "report" });
  await writeReport({ recipe, folder, metrics, models, logits, test: data.test, command: run.command });
  await writeMetrics(folder, metrics);
  emit({ stage: "done" });
  return metrics;
}

async function trainTeacher(
  { data, stages, earlier }: PreparedRun,
  context: StageContext,
): Promise<{ classifier: Classifier; facts: ModelFacts }> {
  if (stages.teacher) {
    return { classifier: stages.teacher.classifier, facts: await runStage(stages.teacher, context) };
  }
  const { facts } = earlier!;
  const { folder, program } = context;
  return { classifier: await takeEarlierTeacher(earlier!, folder, data.train, program.store), facts };
}
