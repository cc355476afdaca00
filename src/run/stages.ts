import type { Dataset } from "../data/index.js";
import { Generator } from "../distill/generator.js";
import { planLoss, type LossPlan } from "../distill/loss-plan.js";
import { buildModel, type Classifier, type ModelOptions } from "../models/index.js";
import { Random } from "../tensor/index.js";
import { attachedNetwork } from "./attached-network.js";
import { buildEarlierTeacher } from "./earlier-teacher.js";
import { costOf, stepsOf, type NetworkStage, type StageNetwork } from "./network-stage.js";
import type { DrawnScheme, ResolvedLoss, ResolvedNetwork, ResolvedRecipe } from "./recipe/index.js";
import type { ResumePoint } from "./resume-point.js";
import type { RunData } from "./run-data.js";
import type { PlannedTraining } from "./run-event.js";
import { SchemeNetworks, type EarlierTeachers } from "./scheme-networks.js";

/** The trainings of a run, in order: first those on the labels alone, then the scheme's stages. */
export interface Stages {
  readonly stages: readonly NetworkStage[];
  /** Networks of earlier runs, built for this run's data. */
  readonly earlier: ReadonlyMap<string, Classifier>;
}

/** Builds the networks of a run with their first weights. */
export function makeStages(
  recipe: ResolvedRecipe,
  scheme: DrawnScheme,
  data: RunData,
  earlierTeachers: EarlierTeachers,
): Stages {
  return new StageMaker(recipe, scheme, data, earlierTeachers).make();
}

const labelsAlone: ResolvedLoss = { alpha: 1, learns: [] };

class StageMaker {
  readonly #classifiers = new Map<string, Classifier>();
  readonly #networks: SchemeNetworks;

  constructor(
    readonly recipe: ResolvedRecipe,
    readonly scheme: DrawnScheme,
    readonly data: RunData,
    readonly earlierTeachers: EarlierTeachers,
  ) {
    this.#networks = new SchemeNetworks(recipe, scheme, earlierTeachers);
  }

  make(): Stages {
    const { transfer, train } = this.data;
    const earlier = new Map(
      [...this.earlierTeachers].map(([name, teacher]) => [name, buildEarlierTeacher(teacher, train)] as const),
    );
    const teachers = this.#teachersOfLabels().map((name) => this.#stage(name, { [name]: labelsAlone }, train));
    const baseline = this.#stage("baseline", { baseline: labelsAlone }, transfer);
    const ofScheme = this.scheme.stages.map(({ main, learn }) => this.#stage(main, learn, transfer));
    return { stages: [...teachers, baseline, ...ofScheme], earlier };
  }

  /** Networks that others learn from, and that no stage of the scheme teaches: they learn from the labels first. */
  #teachersOfLabels(): string[] {
    const { networks, stages } = this.scheme;
    const taught = new Set(stages.flatMap(({ learn }) => Object.keys(learn)));
    const sources = new Set(stages.flatMap(({ learn }) => this.#sourcesOf(learn)));
    return ["teacher", ...Object.keys(networks)].filter(
      (name) => sources.has(name) && !taught.has(name) && !this.earlierTeachers.has(name) && this.#isBuilt(name),
    );
  }

  /** False for what exists only beside another network: averages, pairs, exits, branches, generators. */
  #isBuilt(name: string): boolean {
    const network = this.scheme.networks[name];
    return !network || "model" in network || "like" in network || "between" in network;
  }

  /** What networks learn from, and of generators the network that judges their samples. */
  #sourcesOf(learn: Readonly<Record<string, ResolvedLoss>>): string[] {
    const judges = Object.keys(learn).flatMap((name) => {
      const network = this.scheme.networks[name];
      return network && "generator" in network ? [network.generator] : [];
    });
    return [...Object.values(learn).flatMap(({ learns }) => learns.flatMap(({ from }) => from)), ...judges];
  }

  #stage(main: string, learn: Readonly<Record<string, ResolvedLoss>>, train: Dataset): NetworkStage {
    const { data } = this;
    const spec = this.#networks.specOf(main);
    const networks: Record<string, StageNetwork> = {};
    for (const [name, loss] of Object.entries(learn)) {
      networks[name] = this.#network(name, train, planOf(loss, spec));
    }
    for (const name of [main, ...this.#sourcesOf(learn)]) {
      networks[name] ??= this.#network(name, train, undefined);
    }
    return {
      network: main,
      spec,
      classifier: this.#classifierOf(main, train),
      networks,
      train,
      validation: data.validation,
      prepareTraining: data.prepareTraining(spec),
      prepare: data.prepare,
      preparation: data.preparation,
    };
  }

  /** A network of a stage; without a loss it learns from no arrow of its own there. */
  #network(name: string, train: Dataset, loss: LossPlan | undefined): StageNetwork {
    const network = this.scheme.networks[name];
    const classifier = () => this.#classifierOf(name, train);
    if (network && "average" in network) {
      return { kind: "average", classifier: classifier(), of: network.average, decay: network.decay };
    }
    if (network && "paired" in network) return { kind: "paired", of: network.paired };
    if (network && "generator" in network) {
      const module = new Generator(train.shape, this.#random(name));
      return { kind: "generator", judge: network.generator, module, loss: loss! };
    }
    if (network && ("exit" in network || "branch" in network)) {
      const parent = this.#classifierOf("exit" in network ? network.exit : network.branch, train);
      const context = { classes: train.classes.length, inputShape: train.shape, random: this.#random(name) };
      return { ...attachedNetwork(network, name, parent, context), loss };
    }
    return loss ? { kind: "learning", classifier: classifier(), loss } : { kind: "outside" };
  }

  #classifierOf(name: string, { shape, classes }: Dataset): Classifier {
    const known = this.#classifiers.get(name);
    if (known) return known;
    const random = this.#random(name);
    const spec = this.#networks.specOf(name);
    const words = this.data.words?.contextOf(spec);
    const made = buildModel(modelOptions(spec), { inputShape: shape, classes: classes.length, random, words });
    this.#classifiers.set(name, made);
    return made;
  }

  #random = (name: string): Random => new Random(this.recipe.seed).fork(this.#networks.seedNameOf(name));
}

const planOf = ({ alpha, learns }: ResolvedLoss, { training }: ResolvedNetwork): LossPlan =>
  planLoss({ alpha, labelSmoothing: training.labelSmoothing, method: learns });

/** A network's architecture without how it is trained. */
const modelOptions = ({ augment: _augment, training: _training, ...model }: ResolvedNetwork): ModelOptions =>
  model as unknown as ModelOptions;

/** What will be trained, and how much of it is done. */
export function planTrainings({ stages }: Stages, { finished, inTraining }: ResumePoint): PlannedTraining[] {
  return stages.map((stage) => {
    const { network, spec } = stage;
    const { epochs, batchSize } = spec.training;
    const steps = stepsOf(stage);
    const state = inTraining?.network === network ? inTraining.checkpoint.state : undefined;
    const begun = state ? state.epoch * (steps / epochs) + state.batch : 0;
    return { network, epochs, steps, done: finished.has(network) ? steps : begun, cost: costOf(stage) * batchSize };
  });
}
