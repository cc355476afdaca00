import type { ActivationLayer, StudentModel } from "../../student/model.js";
import type { StudentContent } from "../../student/student-file.js";
import type { WeightType } from "../../student/weights.js";
import { writeStudentFile } from "../../student/write-student-file.js";
import { isStatic, OptionError, type NDArray } from "../../tensor/index.js";
import { isOfTexts } from "../input-preparation.js";
import type { ModelFacts } from "../model-files.js";
import { NamedWeights } from "./named-weights.js";
import { cnnLayers, mlpLayers } from "./number-layers.js";
import { textLayers, type TextModel } from "./text-layers.js";

/** What of a network's facts its package is made from. */
export type PackedFacts = Pick<ModelFacts, "model" | "inputShape" | "classes" | "features" | "preparation">;

const packedTextModels = ["rnn", "gru", "lstm", "bigru", "bilstm", "textcnn", "bag"];

/** Why the student runtime cannot run a network; undefined where it can. */
export function whyNotPacked({ model, preparation, inputShape }: PackedFacts): string | undefined {
  const name = String(model["model"]);
  if (isOfTexts(preparation)) {
    return packedTextModels.includes(name) ? undefined : `The student runtime does not cover ${name}: use model.onnx.`;
  }
  const isImage = isStatic(inputShape) && inputShape.length === 3;
  if (isImage && preparation.divisor !== 255) {
    return "The student runtime reads images of bytes, and these are of other numbers: use model.onnx.";
  }
  const covered = isImage ? ["mlp", "cnn"] : ["mlp"];
  if (covered.includes(name) && (isImage || inputShape.length === 1)) return undefined;
  return `The student runtime does not cover ${name} of such samples: use model.onnx.`;
}

/**
 * A trained network as a packaged student: one file for `limbeck-student`.
 * @param weights as weights.safetensors has them
 * @param options.type how matrices are kept, default float32
 * @param options.card what people want to know of it
 * @throws OptionError if the runtime does not cover it
 */
export function packStudent(
  facts: PackedFacts,
  weights: ReadonlyMap<string, NDArray>,
  { type = "float32", card }: { readonly type?: WeightType; readonly card: StudentModel["card"] },
): Uint8Array<ArrayBuffer> {
  const reason = whyNotPacked(facts);
  if (reason !== undefined) throw new OptionError(reason);
  return writeStudentFile(contentOf(facts, new NamedWeights(weights, type), card));
}

function contentOf(facts: PackedFacts, weights: NamedWeights, card: StudentModel["card"]): StudentContent {
  const { model, classes } = facts;
  const layers =
    model["model"] === "mlp"
      ? mlpLayers(model["activation"] as ActivationLayer["name"], weights)
      : model["model"] === "cnn"
        ? cnnLayers(weights)
        : textLayers(model as unknown as TextModel, weights);
  return {
    model: { labels: classes, input: inputOf(facts), layers, card },
    vocabulary: vocabularyOf(facts, weights),
    weights: weights.kept,
  };
}

function inputOf({ preparation, features, inputShape }: PackedFacts): StudentModel["input"] {
  if (isOfTexts(preparation)) {
    const { tokenizer, maxLength } = preparation;
    return { kind: "text", tokenizer, maxLength };
  }
  const { mean, deviation } = preparation;
  if (inputShape.length === 3) {
    return { kind: "image", shape: inputShape as [number, number, number], mean, deviation };
  }
  const names = features ?? mean.map((_, i) => String(i));
  return { kind: "numbers", features: names, mean, deviation };
}

/** The words that the table has rows for: a student may know fewer than the run. */
function vocabularyOf({ preparation }: PackedFacts, weights: NamedWeights): readonly string[] {
  if (!isOfTexts(preparation)) return [];
  return preparation.words.slice(0, weights.get("embedding.weight").shape[0]! - 2);
}
