import type { DirectionWeights, Layer, PoolingLayer } from "../../student/model.js";
import type { NamedWeights } from "./named-weights.js";

/** What a recipe says of a text model, resolved. */
export interface TextModel {
  readonly model: string;
  readonly hidden?: readonly number[];
  readonly pooling?: "last" | "mean" | "max" | "attention";
  readonly bidirectional?: boolean;
  readonly kernels?: readonly number[];
}

/** A folded table may be so many times as large as the words' vectors: it saves the largest product of each word. */
const foldedGrowth = 1.5;

/** The layers of a text model: words' vectors, what makes one vector of them, fully connected layers. */
export function textLayers(model: TextModel, weights: NamedWeights): Layer[] {
  return [...encoder(model, weights), ...denseLayers(weights), ...linear("head", weights)];
}

function encoder(model: TextModel, weights: NamedWeights): Layer[] {
  switch (model.model) {
    case "bag":
      return [embedding(weights), pool(model, weights)];
    case "textcnn":
      return [embedding(weights), windows(model, weights)];
    default:
      return [...recurrent(model, weights), pool(model, weights)];
  }
}

const embedding = (weights: NamedWeights): Layer => ({ kind: "embedding", table: weights.keep("embedding.weight") });

function recurrent({ model, hidden = [], bidirectional }: TextModel, weights: NamedWeights): Layer[] {
  const cell = model.endsWith("gru") ? "gru" : model.endsWith("lstm") ? "lstm" : "rnn";
  const folded = bidirectional ? undefined : foldFirst(weights);
  return [
    folded ?? embedding(weights),
    ...hidden.map((units, i): Layer => {
      const layer = `encoder.recurrent.layers.${i}`;
      const direction = (name: string): DirectionWeights => ({
        ...(!(folded && i === 0) && {
          input: weights.keep(`${layer}.${name}.inputWeight`),
          inputBias: weights.keep(`${layer}.${name}.inputBias`),
        }),
        hidden: weights.keep(`${layer}.${name}.hiddenWeight`),
        hiddenBias: weights.keep(`${layer}.${name}.hiddenBias`),
      });
      const directions = bidirectional ? ["forwards", "backwards"] : ["forwards"];
      return { kind: "recurrent", cell, hidden: units, directions: directions.map(direction) };
    }),
  ];
}

/**
 * The words' vectors times the input weights of the first layer, its bias added: what each word gives to the gates, as one
 * table. Undefined where it would be much larger than the vectors.
 */
function foldFirst(weights: NamedWeights): Layer | undefined {
  const words = weights.get("embedding.weight");
  const input = weights.get("encoder.recurrent.layers.0.forwards.inputWeight");
  const bias = weights.get("encoder.recurrent.layers.0.forwards.inputBias").data;
  const [count, size] = words.shape as [number, number];
  const rows = input.shape[0]!;
  if (rows > foldedGrowth * size) return undefined;
  const table = new Float32Array(count * rows);
  for (let word = 0; word < count; word++) {
    const x = words.data.subarray(word * size, (word + 1) * size);
    for (let row = 0; row < rows; row++) {
      let sum = bias[row]!;
      for (let i = 0; i < size; i++) sum += input.data[row * size + i]! * x[i]!;
      table[word * rows + row] = sum;
    }
  }
  return { kind: "embedding", table: weights.add("words", [count, rows], table) };
}

function pool({ pooling = "mean" }: TextModel, weights: NamedWeights): PoolingLayer {
  if (pooling !== "attention") return { kind: "pool", by: pooling };
  return {
    kind: "pool",
    by: pooling,
    weight: weights.keep("encoder.pooling.hidden.weight"),
    bias: weights.keep("encoder.pooling.hidden.bias"),
    context: weights.keep("encoder.pooling.context"),
  };
}

const windows = ({ kernels = [] }: TextModel, weights: NamedWeights): Layer => ({
  kind: "windows",
  windows: kernels.map((length, i) => ({
    length,
    weight: weights.keep(`encoder.convolutions.${i}.window.weight`),
    bias: weights.keep(`encoder.convolutions.${i}.window.bias`),
  })),
});

function denseLayers(weights: NamedWeights): Layer[] {
  const layers: Layer[] = [];
  for (let i = 0; weights.has(`dense.${i}.weight`); i++) {
    layers.push(...linear(`dense.${i}`, weights), { kind: "activation", name: "relu" });
  }
  return layers;
}

/** A fully connected layer of that name. */
export const linear = (name: string, weights: NamedWeights): Layer[] => [
  { kind: "linear", weight: weights.keep(`${name}.weight`), bias: weights.keep(`${name}.bias`) },
];
