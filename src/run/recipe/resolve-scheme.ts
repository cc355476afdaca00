import { checkScheme, drawScheme } from "../../distill/draw-scheme.js";
import { planLoss } from "../../distill/loss-plan.js";
import { objectiveByName } from "../../distill/objectives.js";
import type { OptionValue } from "../../distill/objective-options.js";
import type { Ramp } from "../../distill/ramp.js";
import { resolveObjective, type ObjectiveChoice, type TapChoice } from "../../distill/resolve-objective.js";
import type { ArrowChoice, Scheme, SchemeNetwork, SchemeStage } from "../../distill/scheme.js";
import { depthsOf, type ModelOptions } from "../../models/index.js";
import { OptionError, RecipeError } from "../../tensor/index.js";
import type { ResolvedNetwork, ResolvedRecipe } from "./resolved-recipe.js";

/** One objective with its weight and all its options. */
export interface ResolvedObjective {
  readonly name: string;
  readonly weight: number | Ramp;
  readonly taps?: TapChoice;
  readonly [option: string]: OptionValue | TapChoice;
}

/** An objective and what it comes from; nothing for one of the labels alone. */
export interface ResolvedArrow extends ResolvedObjective {
  readonly from: readonly string[];
}

/** What a network learns: `alpha · CE + Σ weight_i · L_i`. */
export interface ResolvedLoss {
  readonly alpha: number | Ramp;
  readonly learns: readonly ResolvedArrow[];
}

/** `scheme` of a recipe with every default filled in. */
export interface GivenScheme {
  readonly networks: Readonly<Record<string, SchemeNetwork | ResolvedNetwork>>;
  readonly stages: readonly Readonly<Record<string, ResolvedLoss>>[];
}

/** Who learns what from whom: as the recipe's scheme says, or as its methods draw it. */
export interface DrawnScheme {
  readonly networks: GivenScheme["networks"];
  readonly stages: readonly { readonly main: string; readonly learn: Readonly<Record<string, ResolvedLoss>> }[];
  readonly ensembles?: Readonly<Record<string, readonly string[]>>;
}

/** What of a recipe tells who learns what from whom. */
export interface SchemeSettings {
  readonly method: readonly ObjectiveChoice[] | undefined;
  readonly scheme: UnresolvedScheme | undefined;
  readonly alpha: number | Ramp | undefined;
  readonly temperature: number | Ramp | undefined;
  readonly student: ResolvedNetwork;
}

/** A scheme as a recipe writes it, its own networks resolved. */
export interface UnresolvedScheme {
  readonly networks: GivenScheme["networks"];
  readonly stages: readonly Readonly<Record<string, UnresolvedLoss>>[];
}

interface UnresolvedLoss {
  readonly alpha?: number | Ramp | undefined;
  readonly learns: readonly ArrowChoice[];
}

/** What a resolved recipe holds of it: its methods, or its scheme. */
export interface ResolvedMethod {
  readonly method?: readonly ResolvedObjective[];
  readonly scheme?: GivenScheme;
  /** The weight of the labels' cross-entropy. */
  readonly alpha: number | Ramp;
  /** Of the first objective that has one; else 1. */
  readonly temperature: number | Ramp;
}

/**
 * A recipe's methods, or its scheme, with every option filled in.
 * @throws OptionError if an objective or an option is unknown, or a value is not accepted
 */
export function resolveMethod(settings: SchemeSettings): ResolvedMethod {
  const { method, scheme, alpha, temperature, student } = settings;
  if (method && scheme) {
    throw new OptionError("method and scheme exclude each other: a scheme names its objectives itself. Leave one out.");
  }
  const { epochs } = student.training;
  if (scheme) {
    const resolve = (loss: UnresolvedLoss) =>
      resolveLoss({ alpha: loss.alpha ?? alpha, temperature, epochs, method: loss.learns });
    const stages = scheme.stages.map((learn) => mapValues(learn, resolve));
    const { alpha: own, learns } = lossOfStudent(stageOf(stages.at(-1)!, scheme.networks), scheme.networks);
    return {
      scheme: { networks: scheme.networks, stages },
      alpha: own,
      temperature: temperature ?? temperatureOf(learns),
    };
  }
  const chosen = method ?? [{ name: "soft-targets" }];
  const own = alpha ?? objectiveByName(chosen[0]!.name).alpha;
  const resolved = chosen.map((one) => flat(resolveObjective(one, { alpha: own, temperature, epochs })));
  return { method: resolved, alpha: own, temperature: temperature ?? temperatureOf(resolved) };
}

/**
 * Who learns what from whom in a recipe.
 * @throws OptionError if a method cannot be drawn for this student, or the scheme does not hold together
 */
export function drawnScheme(
  recipe: Pick<ResolvedRecipe, "method" | "scheme" | "alpha" | "student" | "teacher">,
): DrawnScheme {
  const { method, scheme, alpha, student, teacher } = recipe;
  const drawn: Pick<Scheme, "stages" | "ensembles"> & Pick<DrawnScheme, "networks"> = scheme
    ? {
        networks: scheme.networks,
        stages: scheme.stages
          .map((learn) => stageOf(learn, scheme.networks))
          .map(({ main, learn }) => ({
            main,
            learn: mapValues(learn, ({ alpha, learns }) => ({ alpha, arrows: learns as readonly ArrowChoice[] })),
          })),
      }
    : drawScheme({ method: method as readonly ObjectiveChoice[], alpha, depths: depthsOf(modelOf(student)) });
  checkTeacher(drawn.stages, teacher !== undefined);
  const given = [...(teacher ? ["teacher"] : []), "student", "baseline"];
  checkScheme({ ...drawn, networks: drawn.networks as Scheme["networks"] }, given);
  return {
    ...drawn,
    stages: drawn.stages.map(({ main, learn }) => ({
      main,
      learn: mapValues(learn, (loss) => resolveLoss({ alpha: loss.alpha ?? alpha, method: loss.arrows })),
    })),
  };
}

/** What the student learns in the end, or the network that it is the moving average of. */
export const finalLoss = ({ stages, networks }: DrawnScheme): ResolvedLoss => lossOfStudent(stages.at(-1)!, networks);

/** An error of a method or a scheme as one of the recipe. */
export function asRecipeError<T>(source: string, resolve: () => T): T {
  try {
    return resolve();
  } catch (cause) {
    if (!(cause instanceof OptionError)) throw cause;
    throw new RecipeError(`recipe ${source}: ${cause.message}`, { cause });
  }
}

function resolveLoss(settings: Parameters<typeof planLoss>[0]): ResolvedLoss {
  const { alpha, objectives } = planLoss(settings);
  return { alpha, learns: objectives.map((arrow) => ({ ...flat(arrow), from: arrow.from })) };
}

const flat = ({ objective, weight, taps, options }: ReturnType<typeof resolveObjective>): ResolvedObjective => ({
  name: objective.name,
  weight,
  ...(taps !== undefined && { taps }),
  ...options,
});

const temperatureOf = (objectives: readonly ResolvedObjective[]): number | Ramp =>
  (objectives.map((one) => (one as Partial<ResolvedObjective>)["temperature"]).find((T) => T !== undefined) ?? 1) as
    number | Ramp;

function checkTeacher(stages: readonly SchemeStage[], hasTeacher: boolean): void {
  const sources = stages
    .flatMap(({ learn }) => Object.values(learn))
    .flatMap(({ arrows }) => arrows.flatMap(({ from = "teacher" }) => from));
  if (hasTeacher || !sources.includes("teacher")) return;
  throw new OptionError(
    "teacher: missing, and the student learns from it. Give the recipe a teacher, such as { model: mlp }.",
  );
}

/** The student's stage is its own, or that of the network which it is the average of; else the first network's. */
function stageOf<Loss>(learn: Readonly<Record<string, Loss>>, networks: GivenScheme["networks"]) {
  const names = Object.keys(learn);
  const averages = Object.entries(networks).filter(([, one]) => "average" in one && names.includes(one.average));
  const main = [...names, ...averages.map(([name]) => name)].find((name) => name === "student") ?? names[0]!;
  return { main, learn };
}

function lossOfStudent(
  { main, learn }: DrawnScheme["stages"][number],
  networks: GivenScheme["networks"],
): ResolvedLoss {
  const network = networks[main];
  return learn[main] ?? learn[network && "average" in network ? network.average : main] ?? { alpha: 1, learns: [] };
}

const modelOf = ({ augment: _augment, training: _training, ...model }: ResolvedNetwork): ModelOptions =>
  model as unknown as ModelOptions;

const mapValues = <T, R>(record: Readonly<Record<string, T>>, f: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
