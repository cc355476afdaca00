import type { Tensor } from "../graph/index.js";
import { formatShape, OptionError, suggestion, type Shape } from "../tensor/index.js";
import type { Objective, TapKind, TapPair, TapRule } from "./define-objective.js";
import type { TapChoice } from "./resolve-objective.js";

/** Inner tensors by name, in the order of the forward pass. */
export type Taps = Readonly<Record<string, Tensor>>;

/** A matched pair and the names of its ends. */
export interface NamedTapPair extends TapPair {
  readonly names: { readonly student: string; readonly teacher: string };
}

/**
 * Which inner tensors of student and teacher are compared. Without a choice they are matched by depth: of the first kind
 * (maps, vectors, sequences) that both have, the last with the last, and those before at equal shares of the depth.
 * @throws OptionError if a named tap does not exist (it lists those that do), or none are of a kind that the objective takes
 */
export function matchTaps(objective: Objective, student: Taps, teacher: Taps, choice?: TapChoice): NamedTapPair[] {
  const rule = objective.needs.taps!;
  const pairs =
    choice === undefined
      ? byDepth(objective.name, rule, student, teacher)
      : named(choice).map(([s, t]) => ({
          names: { student: s, teacher: t },
          student: tapOf(student, s, "student", objective.name),
          teacher: tapOf(teacher, t, "teacher", objective.name),
        }));
  for (const { names, ...pair } of pairs) {
    const kinds = [kindOf(pair.student.shape), kindOf(pair.teacher.shape)];
    const isFit = kinds[0] === kinds[1] && kinds[0] !== undefined && rule.kinds.includes(kinds[0]);
    if (isFit) continue;
    throw new OptionError(
      `method: ${objective.name} compares ${listed(rule.kinds)}, but ${names.student} of the student is ` +
        `${formatShape(pair.student.shape)} and ${names.teacher} of the teacher ${formatShape(pair.teacher.shape)}. ` +
        `Name others by taps.`,
    );
  }
  if (rule.which === "pairs" && pairs.length < 2) {
    throw new OptionError(
      `method: ${objective.name} needs at least two inner tensors of each network, one after another; ` +
        `${pairs.length === 0 ? "none" : "only one"} can be matched. Name more by taps.`,
    );
  }
  return pairs;
}

/** What a tap is by its axes; undefined for others. */
export const kindOf = (shape: Shape): TapKind | undefined =>
  (({ 2: "vector", 3: "sequence", 4: "map" }) as const)[shape.length as 2 | 3 | 4];

const axes: Readonly<Record<TapKind, string>> = {
  map: "maps [batch, channels, height, width]",
  vector: "vectors [batch, width]",
  sequence: "sequences [batch, length, width]",
};
const listed = (kinds: readonly TapKind[]): string => kinds.map((kind) => axes[kind]).join(" or ");

function byDepth(name: string, rule: TapRule, student: Taps, teacher: Taps): NamedTapPair[] {
  const { kinds, which } = rule;
  const found = kinds
    .flatMap((kind) => (rule.before ? [true, false] : [false]).map((isBefore) => [kind, isBefore] as const))
    .map(([kind, isBefore]) => [ofKind(student, kind, isBefore), ofKind(teacher, kind, isBefore)] as const)
    .find((both) => both.every((taps) => taps.length > 0));
  if (!found) {
    throw new OptionError(
      `method: ${name} compares ${listed(kinds)}, and student and teacher have none of one kind. ` +
        `The student has ${shapes(student)}; the teacher has ${shapes(teacher)}.`,
    );
  }
  const [ours, theirs] = found;
  const count = Math.min(ours.length, theirs.length);
  const at = <T>(all: readonly T[], i: number): T => all[Math.ceil(((i + 1) * all.length) / count) - 1]!;
  const all = Array.from({ length: count }, (_, i) => pairOf(at(ours, i), at(theirs, i)));
  if (which === "last") return [all.at(-1)!];
  // Of an even number the later one, as of the four taps of a ResNet the third, after its second stage.
  if (which === "middle") {
    return [pairOf(ours[Math.floor(ours.length / 2)]!, theirs[Math.floor(theirs.length / 2)]!)];
  }
  return all;
}

type Named = readonly [name: string, tap: Tensor];

/** Before or after the activation; a tensor that has two names counts once. */
const ofKind = (taps: Taps, kind: TapKind, isBefore: boolean): Named[] =>
  Object.entries(taps)
    .filter(([name, tap]) => kindOf(tap.shape) === kind && name.endsWith("-pre") === isBefore)
    .filter(([, tap], i, all) => all.findIndex(([, other]) => other === tap) === i);

const pairOf = ([student, s]: Named, [teacher, t]: Named): NamedTapPair => ({
  names: { student, teacher },
  student: s,
  teacher: t,
});

const named = (choice: TapChoice): (readonly [student: string, teacher: string])[] =>
  typeof choice === "string"
    ? [[choice, choice]]
    : Array.isArray(choice)
      ? (choice as readonly string[]).map((name) => [name, name] as const)
      : Object.entries(choice as Readonly<Record<string, string>>);

function tapOf(taps: Taps, name: string, network: string, objective: string): Tensor {
  if (Object.hasOwn(taps, name)) return taps[name]!;
  throw new OptionError(
    `method: ${objective}.taps: the ${network} has no tap "${name}".${suggestion(name, Object.keys(taps))} ` +
      `It has ${shapes(taps)}.`,
  );
}

const shapes = (taps: Taps): string =>
  Object.entries(taps)
    .map(([name, { shape }]) => `${name} ${formatShape(shape)}`)
    .join(", ") || "no taps";
