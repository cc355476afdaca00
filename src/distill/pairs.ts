import { mix32, Random } from "../tensor/index.js";

/**
 * For each sample another one of its class, drawn anew in each epoch; the sample itself where its class has no other.
 * Which one depends on seed, epoch and sample alone: an epoch that was broken off goes on with the same pairs.
 * @param labels `[samples]`
 * @returns places of the partners of samples at given places, `[indices.length]`
 */
export function pairs(
  labels: Int32Array,
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
): (indices: Int32Array) => Int32Array {
  const members = new Map<number, number[]>();
  const position = new Int32Array(labels.length); // among the members of its class
  labels.forEach((label, sample) => {
    const list = members.get(label) ?? [];
    members.set(label, list);
    position[sample] = list.push(sample) - 1;
  });
  const key = new Random(seed).fork("pairs").fork(epoch).uint32();
  return (indices) =>
    indices.map((sample) => {
      const list = members.get(labels[sample]!)!;
      if (list.length === 1) return sample;
      const steps = 1 + (mix32(key ^ mix32(sample + 1)) % (list.length - 1)); // from 1: never the sample itself
      return list[(position[sample]! + steps) % list.length]!;
    });
}
