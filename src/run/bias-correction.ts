import { meanLogLoss } from "../distill/metrics.js";
import { compilePredictor } from "../distill/predict-logits.js";
import type { Parameter } from "../graph/index.js";
import type { Classifier } from "../models/index.js";
import { DataError } from "../tensor/index.js";
import type { ModelFacts } from "./model-files.js";
import type { NetworkStage, StageContext } from "./network-stage.js";

/** Tried in steps of 0.1 up to here. */
const largestCorrection = 20;

/**
 * Raises the biases of classes that the transfer set left out: the student has learnt of them only what the teacher's
 * soft targets tell, and underrates them (Hinton, Vinyals, Dean 2015, section 3). One number for all of them is chosen
 * that gives the least log loss on validation data, which keeps these classes: it weighs every sample by how far off it
 * is, where a count of errors hangs on the few that are close to the line.
 * @throws DataError without validation data
 */
export async function correctBiases(
  { network, train, validation, prepare }: NetworkStage,
  classifier: Classifier,
  omitted: readonly string[],
  { program }: StageContext,
): Promise<Partial<ModelFacts>> {
  if (validation.labels.length === 0) {
    throw new DataError(
      "data.omit: the bias of omitted classes is chosen on validation data, but data.validation is 0.",
    );
  }
  const classes = train.classes.length;
  const places = omitted.map((name) => train.classes.indexOf(name));
  const predictor = await compilePredictor(classifier, train.shape, program);
  const logits = await predictor.dataset(validation, prepare);
  await predictor.dispose();
  let best = { correction: 0, logLoss: Infinity };
  for (let tenths = 0; tenths <= largestCorrection * 10; tenths++) {
    const raised = logits.slice();
    for (let i = 0; i < raised.length; i += classes) for (const c of places) raised[i + c]! += tenths / 10;
    const logLoss = meanLogLoss(raised, validation.labels, classes);
    if (logLoss < best.logLoss) best = { correction: tenths / 10, logLoss };
  }
  const bias = outputBias(classifier.module.parameters(), classes, network);
  const values = program.store.get(bias);
  for (const c of places) values[c]! += best.correction;
  return { biasCorrection: Object.fromEntries(omitted.map((name) => [name, best.correction])) };
}

/** The bias of the last layer: the last parameter of one number a class. */
function outputBias(parameters: readonly Parameter[], classes: number, network: string): Parameter {
  const bias = parameters.findLast((p) => p.rank === 1 && p.shape[0] === classes);
  if (!bias)
    throw new DataError(`data.omit: the ${network} has no bias of ${classes} numbers that could be corrected.`);
  return bias;
}
