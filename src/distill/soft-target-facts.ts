/** What a temperature makes of a teacher's answers. */
export interface SoftTargetFacts {
  readonly temperature: number;
  /** Mean entropy, in nats. */
  readonly entropy: number;
  /** Mean probability of the class that is named. */
  readonly top: number;
  /** Mean share that the most likely of the other classes has of all the others. */
  readonly runnerUp: number;
}

/** Temperatures that show the whole way from hard answers to level ones. */
const temperatures = [0.5, 1, 2, 4, 8, 16, 32];

/**
 * Describes soft targets at several temperatures.
 * @param logits `[samples, classes]`, 2 classes or more
 */
export function softTargetFacts(logits: Float32Array, classes: number): SoftTargetFacts[] {
  const samples = logits.length / classes;
  return temperatures.map((temperature) => {
    let [entropy, top, runnerUp] = [0, 0, 0];
    for (let start = 0; start < logits.length; start += classes) {
      const row = logits.slice(start, start + classes).sort();
      const powers = Array.from(row, (logit) => Math.exp((logit - row[classes - 1]!) / temperature));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const others = total - 1; // the largest is exp(0)
      entropy += Math.log(total) - powers.reduce((sum, power) => sum + power * Math.log(power || 1), 0) / total;
      top += 1 / total;
      runnerUp += others > 0 ? powers[classes - 2]! / others : 1;
    }
    return { temperature, entropy: entropy / samples, top: top / samples, runnerUp: runnerUp / samples };
  });
}
