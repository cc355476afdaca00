import { compilePredictor, type Predictor } from "../distill/predict-logits.js";
import type { ProgramOptions } from "../engine/index.js";
import type { Classifier } from "../models/index.js";
import type { Shape } from "../tensor/index.js";

/** A predictor that is compiled when it is first asked for: outputs that lie in the cache need none. */
export function lazyPredictor(
  classifier: Classifier,
  inputShape: Shape,
  program: ProgramOptions,
): { readonly get: () => Promise<Predictor>; readonly dispose: () => Promise<void> } {
  let compiled: Promise<Predictor> | undefined;
  return {
    get: () => (compiled ??= compilePredictor(classifier, inputShape, program)),
    dispose: async () => (await compiled)?.dispose(),
  };
}
