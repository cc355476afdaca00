import { subset } from "../../data/index.js";
import { generatorOf, type Drawing } from "../../distill/drawing.js";
import type { Arrow, LossPlan } from "../../distill/loss-plan.js";
import { classificationMetrics } from "../../distill/metrics.js";
import { compilePredictor, type Predictor } from "../../distill/predict-logits.js";
import { rampEnd, type Ramp } from "../../distill/ramp.js";
import type { Classifier } from "../../models/index.js";
import type { NetworkStage, StageContext, TrainedNetwork } from "../network-stage.js";
import { checkAlignment } from "./check-alignment.js";
import { checkConfidence } from "./check-confidence.js";
import { checkEvaluationMode, checkFrozen } from "./check-frozen.js";
import { checkGradients, checkZero, isOfLogits } from "./check-gradients.js";
import { checkNoBetter } from "./check-no-better.js";
import type { Finding } from "./finding.js";
import type { SampledSource } from "./sampled-source.js";

/** Training samples that are looked at, evenly over the data. */
const sampleCount = 500;
/** Of these, so many also by themselves. */
const aloneCount = 4;

/**
 * The check before a stage is trained: whether the networks that others learn from are what they should be, and whether
 * what they teach counts. It changes nothing; findings say what they mean and what to do.
 * @param trained networks of earlier stages and runs
 */
export async function checkTraining(
  stage: NetworkStage,
  drawing: Drawing,
  trained: ReadonlyMap<string, TrainedNetwork>,
  { program, seed }: Pick<StageContext, "program" | "seed">,
): Promise<Finding[]> {
  const names = Object.keys(stage.networks).filter((name) => stage.networks[name]!.kind === "outside");
  if (names.length === 0) return [];
  const { prepare, validation } = stage;
  const { labels, classes, shape } = stage.train;
  const count = Math.min(sampleCount, labels.length);
  const sample = subset(
    stage.train,
    Array.from({ length: count }, (_, i) => Math.floor((i * labels.length) / count)),
  );
  const predicting = async <T>(classifier: Classifier, use: (predictor: Predictor) => Promise<T>): Promise<T> => {
    const predictor = await compilePredictor(classifier, shape, program);
    return use(predictor).finally(() => predictor.dispose());
  };
  const sampled = async (name: string, predictor: Predictor): Promise<SampledSource> => ({
    name,
    logits: await predictor.dataset(sample, prepare),
    labels: sample.labels,
    classes,
  });
  const baseline = trained.get("baseline")?.facts;
  const sources = new Map<string, SampledSource>();
  const findings: (Finding | undefined)[] = [];
  for (const name of names) {
    const { classifier, facts } = trained.get(name)!;
    await predicting(classifier, async (predictor) => {
      const source = await sampled(name, predictor);
      sources.set(name, source);
      const few = subset(sample, [...Array(Math.min(aloneCount, count)).keys()]);
      const alone = await predictor.dataset(few, prepare, { batchSize: 1 });
      findings.push(checkAlignment(source), checkFrozen(name, drawing, stage.train, seed));
      findings.push(checkEvaluationMode(name, alone, source.logits.subarray(0, alone.length)));
      // One of the student's own kind, such as the generation before, need not be better than the baseline.
      const isOfOwnKind = facts.parameters === baseline?.parameters;
      if (isOfOwnKind || baseline?.kept.validationAccuracy === undefined) return;
      const { accuracy } = classificationMetrics(
        await predictor.dataset(validation, prepare),
        validation.labels,
        classes.length,
      );
      findings.push(checkNoBetter(name, { source: accuracy, baseline: baseline.kept.validationAccuracy }));
    });
  }
  const arrows = lossesOf(drawing).flatMap(({ objectives }) => objectives);
  findings.push(
    ...arrows.map((arrow) => checkZero(arrow, sources)),
    ...arrows.flatMap((arrow) => softened(arrow, sources)),
  );
  const loss = lossOfMain(drawing);
  if (loss && !generatorOf(drawing) && loss.objectives.some((arrow) => isOfLogits(arrow, sources))) {
    const student = await predicting(stage.classifier, (predictor) => sampled(stage.network, predictor));
    findings.push(checkGradients(student, loss, sources));
  }
  return [...new Map(findings.flatMap((finding) => (finding ? [[finding.text, finding] as const] : []))).values()];
}

const lossesOf = ({ networks }: Drawing): LossPlan[] =>
  Object.values(networks).flatMap((network) => ("loss" in network && network.loss ? [network.loss] : []));

function lossOfMain({ networks, main }: Drawing): LossPlan | undefined {
  const network = networks[main];
  return network?.kind === "learning" ? network.loss : undefined;
}

/** How sure those are that an arrow comes from, at its temperature. */
function softened({ objective, options, from }: Arrow, sources: ReadonlyMap<string, SampledSource>): Finding[] {
  const temperature = options["temperature"] as number | Ramp | undefined;
  if (temperature === undefined || !objective.needs.teacher?.includes("logits")) return [];
  return from.flatMap((name) => {
    const source = sources.get(name);
    return source ? [checkConfidence(source, rampEnd(temperature))] : [];
  });
}
