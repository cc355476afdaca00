import { OptionError } from "../tensor/index.js";
import { objectiveByName } from "./objectives.js";
import type { Ramp } from "./ramp.js";
import type { ObjectiveChoice } from "./resolve-objective.js";
import { drawOffline, emptyScheme, type ArrowChoice, type Scheme } from "./scheme.js";

/** What a recipe says of its method. */
export interface MethodSettings {
  readonly method: readonly ObjectiveChoice[];
  readonly alpha: number | Ramp | undefined;
  /** Taps at the student's depths; undefined: not known before it is built. */
  readonly depths: readonly string[] | undefined;
}

/**
 * The scheme of a list of methods: each draws itself into what those before it have drawn, so that any combine. Methods
 * that change the stages (assistants, generations, averages) come first, whatever their place in the list.
 * @throws OptionError if one cannot be drawn for this student
 */
export function drawScheme({ method, alpha, depths }: MethodSettings): Scheme {
  const chosen = method.map((choice) => ({ choice, objective: objectiveByName(choice.name) }));
  const ordered = [
    ...chosen.filter(({ objective }) => objective.scheme),
    ...chosen.filter(({ objective }) => !objective.scheme),
  ];
  const { networks, stages, ensembles } = ordered.reduce((draft, { choice, objective }) => {
    const defaults = Object.entries(objective.options).map(([name, option]) => [name, option.default] as const);
    const options = { ...Object.fromEntries(defaults), ...choice };
    const draw = objective.scheme ?? drawOffline;
    return draw(draft, { arrow: choice as ArrowChoice, options, alpha, depths });
  }, emptyScheme);
  return { networks, stages, ...(ensembles && { ensembles }) };
}

/**
 * Holds a scheme together: each network learns in one stage, and what another learns from is there by then.
 * @param given names of networks beside those of the scheme: teacher, student, baseline
 * @throws OptionError that names what is missing, or learns twice, or comes too late
 */
export function checkScheme({ networks, stages }: Scheme, given: readonly string[]): void {
  const refuse = (message: string): never => {
    throw new OptionError(`scheme: ${message}`);
  };
  const known = [...given, ...Object.keys(networks)];
  const stageOf = new Map<string, number>();
  stages.forEach((stage, i) => {
    for (const name of Object.keys(stage.learn)) {
      if (!known.includes(name))
        refuse(`stage ${i + 1} teaches "${name}", which is no network of it. Known: ${known.join(", ")}.`);
      if (name === "baseline") refuse("the baseline learns from labels alone: it is there to compare with.");
      if (stageOf.has(name))
        refuse(
          `${name} learns in stage ${stageOf.get(name)! + 1} and again in stage ${i + 1}. Let another network be like it.`,
        );
      stageOf.set(name, i);
    }
  });
  stages.forEach((stage, i) => {
    for (const [learner, { arrows }] of Object.entries(stage.learn)) {
      for (const source of arrows.flatMap(({ from = "teacher" }) => from)) {
        if (!known.includes(source)) {
          refuse(`${learner} learns from "${source}", which is no network of it. Known: ${known.join(", ")}.`);
        }
        const at = stageOf.get(source) ?? -1;
        if (at > i)
          refuse(
            `in stage ${i + 1} ${learner} learns from ${source}, which itself learns only in stage ${at + 1}: nothing could begin.`,
          );
        if (networks[source] && "generator" in networks[source]) {
          refuse(`${learner} learns from ${source}, which makes samples and says nothing of them.`);
        }
        if (source === learner) refuse(`${learner} learns from itself. Use an average, a pair or an exit of it.`);
      }
    }
  });
  for (const [name, network] of Object.entries(networks)) {
    if (!("generator" in network) || !stageOf.has(name)) continue;
    const { generator: judge } = network;
    if (!known.includes(judge)) {
      refuse(`${name} makes samples for "${judge}", which is no network of it. Known: ${known.join(", ")}.`);
    }
    if ((stageOf.get(judge) ?? -1) >= stageOf.get(name)!) {
      refuse(`${name} makes samples that ${judge} is sure of, so ${judge} must be trained in a stage before.`);
    }
  }
  if (stageOf.get("student") !== stages.length - 1 && lastMain(stages) !== "student") {
    refuse("its last stage must be the student's.");
  }
}

const lastMain = (stages: Scheme["stages"]): string | undefined => stages.at(-1)?.main;
