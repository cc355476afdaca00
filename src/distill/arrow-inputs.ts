import type { Tensor } from "../graph/index.js";
import type { Pass } from "../nn/index.js";
import { OptionError, type Random } from "../tensor/index.js";
import type {
  HelperContext,
  Helpers,
  MemoryTable,
  NetworkTensors,
  Objective,
  ObjectiveInputs,
} from "./define-objective.js";
import { detached } from "./draw-networks.js";
import type { Arrow } from "./loss-plan.js";
import { matchTaps, type NamedTapPair } from "./match-taps.js";

/** What an arrow is drawn between. */
export interface ArrowEnds {
  readonly student: NetworkTensors;
  /** What it comes from, in its own order. */
  readonly from: readonly NetworkTensors[];
  readonly labels: Tensor | undefined;
  readonly epoch: Tensor;
  readonly pass: Pass;
  readonly classes: number;
  /** Of the training data. */
  readonly samples: number;
  /** Of the helpers' first weights. */
  readonly random: Random;
}

/** What an arrow's formula is computed from, and what was made for it. */
export interface ArrowInputs {
  /** Without the memory, whose rows are fed. */
  readonly inputs: Omit<ObjectiveInputs, "memory" | "drawn">;
  readonly helpers: Helpers;
  readonly pairs: readonly NamedTapPair[];
  /** What the objective remembers, by name. */
  readonly memory: Readonly<Record<string, MemoryTable>>;
  /** Of how many drawn samples it sees the memory too. */
  readonly draws: number;
}

/**
 * Matches taps and builds the helpers of one arrow.
 * @throws OptionError if the scheme does not offer what the objective needs
 */
export function arrowInputs({ objective, options, taps }: Arrow, ends: ArrowEnds): ArrowInputs {
  const { student, from, labels, epoch, pass, classes, samples, random } = ends;
  const { needs } = objective;
  checkNeeds(objective.name, needs, ends);
  const teachers = needs.peers ? [] : from.map(detached);
  const peers = needs.peers === "detached" ? from.map(detached) : needs.peers ? from : [];
  const teacher = teachers[0]!;
  // An objective of the student's own taps gets them at both ends.
  const others = needs.teacher ? teacher.taps : student.taps;
  const pairs = needs.taps ? matchTaps(objective, student.taps, others, taps) : [];
  const context: HelperContext = {
    pairs: pairs.map((pair) => ({ student: pair.student.shape, teacher: pair.teacher.shape })),
    peers: peers.length,
    classes,
    random,
  };
  const helpers = objective.helpers?.(context, options as never) ?? {};
  return {
    inputs: { student, teacher, teachers, peers, pairs, labels: labels!, epoch, helpers, pass, samples },
    helpers,
    pairs,
    memory: objective.memory?.(context, options as never) ?? {},
    draws: objective.draws?.(options as never) ?? 0,
  };
}

/** @throws OptionError that says what is missing */
function checkNeeds(name: string, needs: Objective["needs"], { from, labels }: ArrowEnds): void {
  const refuse = (what: string): never => {
    throw new OptionError(`method: ${name} needs ${what}.`);
  };
  if (needs.labels && !labels) refuse("labels, and a generator's samples have none");
  if (needs.peers && from.length === 0) refuse("peers: other networks that learn in the same step");
  if (!needs.peers && needs.teacher && from.length === 0) refuse("a teacher: a network that its arrow comes from");
  if (!needs.peers && !needs.teachers && from.length > 1) {
    refuse(`one teacher, and its arrow comes from ${from.length}. Use averaged-teachers, or one arrow from each`);
  }
}
