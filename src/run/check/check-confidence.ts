import { softmaxRow } from "../../distill/metrics.js";
import { percent, significant, type Finding } from "./finding.js";
import { rowsOf, type SampledSource } from "./sampled-source.js";

/** Below so much probability beside the likeliest class, soft targets are nearly labels. */
const tooLittle = 0.01;
/** Above so much of what equal probabilities leave, classes hardly differ. */
const tooMuch = 0.97;

/**
 * Whether a teacher's softened probabilities hold more than the label: the mean of what it leaves to all classes but the
 * likeliest, at the temperature that it is learnt at.
 */
export function checkConfidence(source: SampledSource, temperature: number): Finding {
  const { name, classes } = source;
  const rest = restAt(source, temperature);
  const found = `At T = ${significant(temperature)} ${name} leaves ${percent(rest)} to the classes beside its first`;
  if (rest < tooLittle) {
    const softer = [2, 4, 8, 16, 32].find((T) => T > temperature && restAt(source, T) >= 0.05);
    const text =
      `${found}: its soft targets are labels again, and teach what labels teach. ` +
      (softer === undefined
        ? `Soften it by dropout, augmentation (teacher.augment) or fewer epochs.`
        : `Set temperature to ${softer}, where it leaves ${percent(restAt(source, softer))}, or soften it by dropout, ` +
          `augmentation (teacher.augment) or fewer epochs.`);
    return { check: "confidence", isWarning: true, text };
  }
  if (rest > tooMuch * (1 - 1 / classes.length)) {
    const text = `${found}, nearly as much as if it knew nothing: only differences of its logits are learnt. Lower temperature.`;
    return { check: "confidence", isWarning: true, text };
  }
  return { check: "confidence", isWarning: false, text: `${found}.` };
}

function restAt({ logits, classes }: SampledSource, temperature: number): number {
  const rows = rowsOf(logits, classes.length);
  const rests = rows.map((row) => 1 - Math.max(...softmaxRow(row, temperature)));
  return rests.reduce((sum, rest) => sum + rest, 0) / rows.length;
}
