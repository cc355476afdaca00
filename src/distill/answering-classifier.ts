import type { Tensor } from "../graph/index.js";
import type { Classifier } from "../models/index.js";
import { Module, withOwnTaps } from "../nn/index.js";
import { OptionError } from "../tensor/index.js";
import type { DrawnArrow } from "./draw-step.js";
import { mainClassifier, type Drawing } from "./drawing.js";
import { averageTo, sizeOfMap } from "./feature/resize-map.js";

/**
 * The main network of a drawing as it answers in the end: itself, or, where an objective says so, its lower part with a
 * projector and the teacher's own last layer behind it. All of these count among its parameters.
 * @throws OptionError if the teacher is no network of a known architecture, or is not compared where it answers from
 */
export function answeringClassifier(drawing: Drawing, arrows: readonly DrawnArrow[]): Classifier {
  const own = mainClassifier(drawing);
  const arrow = arrows.find(({ network, arrow }) => network === drawing.main && arrow.objective.answersWith);
  if (!arrow) return own;
  const { name, answersWith } = arrow.arrow.objective;
  const teacher = drawing.networks[arrow.arrow.from[0]!];
  const parts = teacher?.kind === "frozen" ? teacher.classifier.parts : undefined;
  const { names, teacher: lastOfTeacher } = arrow.pairs[0]!;
  if (!parts || parts.depths.at(-1) !== names.teacher) {
    throw new OptionError(
      `method: ${name} lets the student answer with the teacher's last layer, so it compares what that layer is given` +
        (parts
          ? `: ${parts.depths.at(-1)!}, not ${names.teacher}.`
          : `. Of a teacher that is a function of the recipe it is not known: use an mlp, a cnn or a resnet.`),
    );
  }
  const projector = arrow.helpers[answersWith!]!;
  const module = new Answering(own, projector, parts.head);
  return {
    module,
    forward(x, outer) {
      const { pass, taps } = withOwnTaps(outer);
      const features = projector.forward(own.forward(x, pass).taps[names.student]!, pass);
      const fitted = features.rank === 4 ? averageTo(features, sizeOfMap(lastOfTeacher)) : features;
      const silent = withOwnTaps(outer); // the teacher's layers name their taps too
      return { logits: parts.answer(fitted, silent.pass), taps: Object.fromEntries(taps) };
    },
  };
}

/** The student without its own last layer, the projector, and the teacher's last layer. */
class Answering extends Module {
  readonly lower: ReadonlyMap<string, Tensor>;

  constructor(
    student: Classifier,
    readonly projector: Module,
    readonly head: Module,
  ) {
    super();
    const unused = new Set<Tensor>(student.parts ? student.parts.head.namedParameters().values() : []);
    this.lower = new Map([...student.module.namedParameters()].filter(([, parameter]) => !unused.has(parameter)));
  }

  forward(): Tensor {
    throw new Error("runs as part of a classifier");
  }
}
