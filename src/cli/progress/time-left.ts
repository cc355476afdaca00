import type { NetworkProgress, ProgressState } from "./progress-state.js";

/** Milliseconds that a network's training will still take at its pace so far; undefined before its second event. */
export function networkTimeLeft({ steps, done, before, elapsedMs, finished }: NetworkProgress): number | undefined {
  if (finished || done >= steps) return 0;
  return done > before && elapsedMs > 0 ? ((steps - done) * elapsedMs) / (done - before) : undefined;
}

/**
 * Milliseconds that all trainings will still take: of one that has not begun, its cost at the pace of those that have.
 * Undefined before anything is known.
 */
export function runTimeLeft({ networks }: ProgressState): number | undefined {
  const timed = networks.filter(({ done, before, elapsedMs }) => done > before && elapsedMs > 0);
  const cost = timed.reduce((sum, one) => sum + one.cost * (one.done - one.before), 0);
  const msPerCost = timed.reduce((sum, one) => sum + one.elapsedMs, 0) / cost;
  const left = networks.map((one) => networkTimeLeft(one) ?? one.cost * (one.steps - one.done) * msPerCost);
  const total = left.reduce((sum, ms) => sum + ms, 0);
  return networks.length > 0 && Number.isFinite(total) ? total : undefined;
}
