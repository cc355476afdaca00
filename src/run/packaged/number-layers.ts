import type { ActivationLayer, Layer } from "../../student/model.js";
import type { NamedWeights } from "./named-weights.js";
import { linear } from "./text-layers.js";

/** The layers of an MLP. */
export function mlpLayers(activation: ActivationLayer["name"], weights: NamedWeights): Layer[] {
  const layers: Layer[] = [];
  for (let i = 0; weights.has(`layers.${i}.weight`); i++) {
    layers.push(...linear(`layers.${i}`, weights), { kind: "activation", name: activation });
  }
  return [...layers, ...linear("head", weights)];
}

/** Added to the variance, as training does. */
const epsilon = 1e-5;

/** The layers of the small CNN, each batch norm folded into the convolution before it. */
export function cnnLayers(weights: NamedWeights): Layer[] {
  const layers: Layer[] = [];
  for (let i = 0; weights.has(`blocks.${i}.layers.0.weight`); i++) {
    const { shape, data } = weights.get(`blocks.${i}.layers.0.weight`);
    const norm = (name: string): Float32Array => weights.get(`blocks.${i}.layers.1.${name}`).data;
    const [gain, shift, mean, variance] = [norm("weight"), norm("bias"), norm("runningMean"), norm("runningVariance")];
    const scale = gain.map((g, c) => g / Math.sqrt(variance[c]! + epsilon));
    const perChannel = data.length / shape[0]!;
    layers.push(
      {
        kind: "convolution",
        weight: weights.add(
          `blocks.${i}.weight`,
          shape,
          data.map((w, at) => w * scale[Math.floor(at / perChannel)]!),
        ),
        bias: weights.add(
          `blocks.${i}.bias`,
          [shape[0]!],
          shift.map((b, c) => b - mean[c]! * scale[c]!),
        ),
      },
      { kind: "activation", name: "relu" },
      { kind: "halve" },
    );
  }
  return [...layers, ...linear("head", weights)];
}
