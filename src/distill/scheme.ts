import type { Ramp } from "./ramp.js";
import type { ObjectiveChoice } from "./resolve-objective.js";

/** One objective as a recipe names it, and where it comes from. */
export type ArrowChoice = ObjectiveChoice & { readonly from?: string | readonly string[] | undefined };

/**
 * Who learns what from whom, before any network is built: networks by name, and stages one after another, in which some of
 * them learn. Plain data: a recipe writes it down, methods draw it, and `recipe.json` keeps it.
 */
export interface Scheme {
  /** Networks beside "teacher", "student" and "baseline" (the student's twin, which learns from labels alone). */
  readonly networks: Readonly<Record<string, SchemeNetwork>>;
  /** At least one; the last is the student's. */
  readonly stages: readonly SchemeStage[];
  /** Networks whose probabilities are averaged at the end, by a name for each group: figures of them are told too. */
  readonly ensembles?: Readonly<Record<string, readonly string[]>>;
}

export type SchemeNetwork =
  /** Built as another network is, with first weights of its own. */
  | { readonly like: string }
  /** Of a size between two networks of one architecture, so far of the way from the first to the second. */
  | { readonly between: readonly [string, string]; readonly share: number }
  /** The trained teacher of an earlier run. */
  | { readonly run: string }
  /** The moving average of a network that learns in the same stage; it begins as that one does. */
  | { readonly average: string; readonly decay: number }
  /** A learning network, shown another sample of the same class for each. */
  | { readonly paired: string }
  /** A small classifier on an inner tensor of a learning network, which it shares from there on. */
  | { readonly exit: string; readonly tap: string }
  /** What a network does after an inner tensor, with first weights of its own. */
  | { readonly branch: string; readonly tap: string }
  /** Makes samples of noise, which its stage is shown in place of data; it learns from what that trained network says. */
  | { readonly generator: string };

export interface SchemeStage {
  /** The network that the stage is for: judged on validation data and kept. */
  readonly main: string;
  /** The networks that learn in it, by name. */
  readonly learn: Readonly<Record<string, SchemeLoss>>;
}

/** What a network learns. */
export interface SchemeLoss {
  /** Default: that of the first objective; 1 without one. */
  readonly alpha?: number | Ramp | undefined;
  readonly arrows: readonly ArrowChoice[];
}

/** A scheme that methods are being drawn into, one after another. */
export interface SchemeDraft extends Scheme {
  /** The network that further methods teach. */
  readonly learner: string;
  /** The network that they teach it from. */
  readonly source: string;
}

/** What a method knows when it draws. */
export interface SchemeContext {
  /** The arrow with the user's options, without its source. */
  readonly arrow: ArrowChoice;
  /** The method's options, with defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The recipe's. */
  readonly alpha: number | Ramp | undefined;
  /** Taps at the student's depths, one after another, the last before the classifier; undefined: not known by name. */
  readonly depths: readonly string[] | undefined;
}

/** How a method draws itself into a scheme. */
export type DrawMethod = (draft: SchemeDraft, context: SchemeContext) => SchemeDraft;

/** A student that learns in one stage, so far from labels alone. */
export const emptyScheme: SchemeDraft = {
  networks: {},
  stages: [{ main: "student", learn: { student: { arrows: [] } } }],
  learner: "student",
  source: "teacher",
};

/** One teacher, one student: what a method draws that brings no scheme of its own. */
export const drawOffline: DrawMethod = (draft, { arrow }) => withArrow(draft, { ...arrow, from: draft.source });

/** The draft with an arrow more to what a network of the last stage learns; default the learner. */
export function withArrow(draft: SchemeDraft, arrow: ArrowChoice, network: string = draft.learner): SchemeDraft {
  const loss = lastStage(draft).learn[network] ?? { arrows: [] };
  return withLoss(draft, network, { ...loss, arrows: [...loss.arrows, arrow] });
}

/** The draft with another loss of a network of the last stage. */
export function withLoss(draft: SchemeDraft, network: string, loss: SchemeLoss): SchemeDraft {
  const stage = lastStage(draft);
  const learn = { ...stage.learn, [network]: loss };
  return { ...draft, stages: [...draft.stages.slice(0, -1), { ...stage, learn }] };
}

/** The draft with a network more. */
export const withNetwork = (draft: SchemeDraft, name: string, network: SchemeNetwork): SchemeDraft => ({
  ...draft,
  networks: { ...draft.networks, [name]: network },
});

/** The draft with a stage before its last one. */
export const withStage = (draft: SchemeDraft, stage: SchemeStage): SchemeDraft => ({
  ...draft,
  stages: [...draft.stages.slice(0, -1), stage, lastStage(draft)],
});

export const lastStage = ({ stages }: Scheme): SchemeStage => stages.at(-1)!;
