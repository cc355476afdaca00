import { formatShape, sizeOf } from "../tensor/index.js";
import type { DrawnArrow } from "./draw-step.js";

/**
 * Which inner tensors an arrow compares, and what was fitted in between: a sentence for the user. Undefined for one that
 * compares none and trains nothing of its own.
 */
export function describeArrow({ network, arrow, pairs, helpers }: DrawnArrow): string | undefined {
  // Without a source the objective looks at a network's own tensors, and compares nothing.
  const compared = (arrow.from.length > 0 ? pairs : []).map(
    ({ names, student, teacher }) =>
      `${names.student} ${formatShape(student.shape.slice(1))} with ${names.teacher} ${formatShape(teacher.shape.slice(1))}`,
  );
  const trained = Object.entries(helpers).map(([name, module]) => {
    const parameters = module.parameters().reduce((sum, { shape }) => sum + sizeOf(shape as number[]), 0);
    return `${name} (${parameters} parameters)`;
  });
  if (compared.length + trained.length === 0) return undefined;
  const parts = [
    ...(compared.length > 0 ? [`compares ${compared.join(", ")} of ${arrow.from.join(", ")}`] : []),
    ...(trained.length > 0 ? [`trains ${trained.join(", ")} with it`] : []),
  ];
  return `${network}: ${arrow.objective.name} ${parts.join(" and ")}.`;
}
