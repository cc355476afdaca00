import type { Dataset } from "../data/index.js";
import { planLoss } from "../distill/combined-loss.js";
import { compilePredictor } from "../distill/predict-logits.js";
import type { Teacher } from "../distill/train-network.js";
import { chooseThreads, loadRuntime, ParameterStore, type ProgramOptions } from "../engine/index.js";
import { buildModel, type Classifier, type ModelOptions } from "../models/index.js";
import { Random, RunFolderError } from "../tensor/index.js";
import { correctBiases } from "./bias-correction.js";
import { readCheckpoint } from "./checkpoint-file.js";
import { copyNetwork } from "./copy-network.js";
import { EventLog } from "./event-log.js";
import { judgeRun } from "./judge-run.js";
import type { Metrics, NetworkName } from "./metrics.js";
import { readMetrics, writeMetrics } from "./metrics-file.js";
import { loadWeights, readModelFacts, weightsDigest, type ModelFacts } from "./model-files.js";
import { costOf, runStage, stepsOf, type NetworkStage, type StageContext } from "./network-stage.js";
import { checkSameRecipe, readRecipeRecord, writeRecipeRecord } from "./recipe-record.js";
import type { ResolvedNetwork, ResolvedRecipe } from "./recipe/index.js";
import { loadRunData, type RunData } from "./run-data.js";
import type { PlannedTraining, RunEvent } from "./run-event.js";
import { isRunFolder, openRunFolder, runFiles, type RunFolder } from "./run-folder.js";
import { teacherOutputs } from "./teacher-outputs.js";
import { versions } from "./versions.js";
import { writeReport } from "./write-report.js";

export interface DistillOptions {
  /** Where everything is written. */
  readonly folder: RunFolder;
  /** Go on with what the folder holds; a finished run is only read. */
  readonly resume?: boolean;
  /** Aborts between two steps, after a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/**
 * The main job: trains the teacher, the baseline (the student's twin, on labels alone) and the student, judges them on
 * test data, and writes the run folder. Killed at any moment and resumed, it ends with the same weights.
 * @throws LimbeckError for data, options and folders that cannot be used
 * @throws the signal's reason when aborted
 */
export async function distill(recipe: ResolvedRecipe, options: DistillOptions): Promise<Metrics> {
  const { folder, resume = false, signal } = options;
  const record = resume && (await isRunFolder(folder.path)) ? await readRecipeRecord(folder) : undefined;
  if (record) {
    checkSameRecipe(recipe, record, folder);
    const finished = await readMetrics(folder);
    if (finished) return finished;
  }
  const started = performance.now();
  const data = await loadRunData(recipe);
  const runtime = await loadRuntime();
  const threads = record?.threads ?? (await chooseThreads(runtime, recipe.threads));
  await writeRecipeRecord(folder, recipe, { threads, versions: versions(runtime), files: data.train.files });

  const log = await openLog(folder, record !== undefined);
  const emit: StageContext["emit"] = (event) => {
    const stamped = { time: new Date().toISOString(), ...event };
    options.onEvent?.(stamped);
    log.append(stamped);
  };
  try {
    const program: ProgramOptions = { store: new ParameterStore(), runtime, threads, provider: recipe.provider };
    const context: StageContext = { folder, log, seed: recipe.seed, program, signal, emit };
    const run = new Distillation(recipe, data, context);
    return await run.complete(started);
  } finally {
    log.close();
  }
}

/** One run: its three networks and how they follow from one another. */
class Distillation {
  readonly #teacher: NetworkStage | undefined;
  readonly #teacherClassifier: Promise<Classifier>;
  readonly #baseline: NetworkStage;
  readonly #student: NetworkStage;

  constructor(
    readonly recipe: ResolvedRecipe,
    readonly data: RunData,
    readonly context: StageContext,
  ) {
    const { teacher, student, alpha, temperature, method } = recipe;
    const hard = (spec: ResolvedNetwork) => planLoss({ labelSmoothing: spec.training.labelSmoothing, method: [] });
    const soft = planLoss({ alpha, temperature, labelSmoothing: student.training.labelSmoothing, method });
    if (!("run" in teacher)) this.#teacher = this.#stage("teacher", teacher, data.train, hard(teacher));
    this.#teacherClassifier = this.#teacher ? Promise.resolve(this.#teacher.classifier) : this.#earlierTeacher();
    this.#baseline = this.#stage("baseline", student, data.transfer, hard(student));
    this.#student = this.#stage("student", student, data.transfer, soft);
  }

  async complete(started: number): Promise<Metrics> {
    const { recipe, data, context } = this;
    const { emit, folder } = context;
    emit({ stage: "plan", plan: await this.#plan() });
    const teacher = await this.#trainTeacher();
    const omitted = recipe.data.omit;
    const finish = (stage: NetworkStage) =>
      omitted.length > 0 ? () => correctBiases(stage, omitted, context) : undefined;
    const baseline = await runStage(this.#baseline, context, undefined, finish(this.#baseline));
    const student = await runStage(
      this.#student,
      context,
      () => this.#teacherFor(this.#student),
      finish(this.#student),
    );
    emit({ stage: "evaluate" });
    const judged = await judgeRun({
      folder,
      test: data.test,
      prepare: data.prepare,
      program: context.program,
      models: { teacher, baseline, student },
      classifiers: {
        teacher: await this.#teacherClassifier,
        baseline: this.#baseline.classifier,
        student: this.#student.classifier,
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
      ...judged.figures,
      seconds: {
        teacher: teacher.seconds,
        baseline: baseline.seconds,
        student: student.seconds,
        total: (performance.now() - started) / 1000,
      },
    };
    emit({ stage: "report" });
    await writeReport({
      recipe,
      folder,
      metrics,
      models: { teacher, baseline, student },
      logits: judged.logits,
      test: data.test,
    });
    await writeMetrics(folder, metrics);
    emit({ stage: "done" });
    return metrics;
  }

  #stage(network: NetworkName, spec: ResolvedNetwork, train: Dataset, loss: NetworkStage["loss"]): NetworkStage {
    const { recipe, data } = this;
    // The baseline begins with the student's own weights: what differs in the end comes from the loss alone.
    const random = new Random(recipe.seed).fork(network === "teacher" ? "teacher" : "student");
    return {
      network,
      spec,
      classifier: buildModel(modelOptions(spec), { inputShape: train.shape, classes: train.classes.length, random }),
      train,
      validation: data.validation,
      prepareTraining: data.prepareTraining(spec),
      prepare: data.prepare,
      preparation: data.preparation,
      loss,
    };
  }

  async #trainTeacher(): Promise<ModelFacts> {
    if (this.#teacher) return runStage(this.#teacher, this.context);
    const { folder } = this.context;
    const source = await this.#sourceFolder();
    const facts = (await readModelFacts(source, "teacher"))!;
    await copyNetwork(source, folder, "teacher");
    return facts;
  }

  async #sourceFolder(): Promise<RunFolder> {
    return openRunFolder((this.recipe.teacher as { run: string }).run);
  }

  /** The teacher of an earlier run: built again from its model.json, with its weights. */
  async #earlierTeacher(): Promise<Classifier> {
    const source = await this.#sourceFolder();
    const facts = await readModelFacts(source, "teacher");
    if (!facts)
      throw new RunFolderError(`teacher.run: there is no trained teacher in ${source.path}. Finish that run first.`);
    const { train } = this.data;
    const same =
      facts.inputShape.join() === train.shape.join() && facts.classes.join("\n") === train.classes.join("\n");
    if (!same) {
      throw new RunFolderError(
        `teacher.run: the teacher in ${source.path} knows the classes ${facts.classes.join(", ")} of inputs ` +
          `[${facts.inputShape.join(", ")}], the data has ${train.classes.join(", ")} of [${train.shape.join(", ")}].`,
      );
    }
    const classifier = buildModel(facts.model as unknown as ModelOptions, {
      inputShape: facts.inputShape,
      classes: facts.classes.length,
      random: new Random(0),
    });
    await loadWeights(source, "teacher", classifier, this.context.program.store);
    return classifier;
  }

  /**
   * What the student learns from: under augmentation the teacher itself, in the step's graph, as it must see the same
   * picture; else its outputs, computed once.
   */
  async #teacherFor(stage: NetworkStage): Promise<Teacher> {
    const { recipe, context, data } = this;
    const classifier = await this.#teacherClassifier;
    const augmented = stage.spec.augment.length > 0;
    const cycle = augmented ? recipe.cache.augmentations : 1;
    const wanted = recipe.cache.teacher === "auto" ? (cycle === undefined ? "live" : "disk") : recipe.cache.teacher;
    if (wanted === "live" || cycle === undefined) return { kind: "live", classifier };
    const predictor = await compilePredictor(classifier, stage.train.shape, context.program);
    const teacher = weightsDigest(classifier, context.program.store);
    const variants: Float32Array[] = [];
    for (let variant = 0; variant < cycle; variant++) {
      variants.push(
        await teacherOutputs({
          predictor,
          teacher,
          dataset: stage.train,
          prepare: stage.prepareTraining(variant),
          inputs: [data.preparation, stage.spec.augment, augmented ? [recipe.seed, variant] : []],
          signal: context.signal,
          onBatch: (done, all) => {
            context.emit({ stage: "outputs", network: "teacher", step: variant * all + done, steps: cycle * all });
          },
        }),
      );
    }
    await predictor.dispose();
    return { kind: "fed", logits: (epoch) => variants[epoch % cycle]! };
  }

  async #plan(): Promise<PlannedTraining[]> {
    const stages = [this.#teacher, this.#baseline, this.#student].filter((stage) => stage !== undefined);
    return Promise.all(
      stages.map(async (stage) => {
        const { folder } = this.context;
        const steps = stepsOf(stage);
        const finished = (await readModelFacts(folder, stage.network)) !== undefined;
        const state = finished ? undefined : (await readCheckpoint(folder, stage.network))?.state;
        const perEpoch = steps / stage.spec.training.epochs;
        const done = finished ? steps : state ? state.epoch * perEpoch + state.batch : 0;
        const cost = costOf(stage) * stage.spec.training.batchSize;
        return { network: stage.network, epochs: stage.spec.training.epochs, steps, done, cost };
      }),
    );
  }
}

/** A network's architecture without how it is trained. */
function modelOptions({ augment: _augment, training: _training, ...model }: ResolvedNetwork): ModelOptions {
  return model as unknown as ModelOptions;
}

/** The log, cut back on resume to where the checkpoint of the network in training stood. */
async function openLog(folder: RunFolder, resume: boolean): Promise<EventLog> {
  if (!resume) return new EventLog(runFiles.events(folder), 0);
  for (const network of ["teacher", "baseline", "student"] as const) {
    const checkpoint = await readCheckpoint(folder, network);
    if (checkpoint) return new EventLog(runFiles.events(folder), checkpoint.eventBytes);
  }
  return new EventLog(runFiles.events(folder));
}
