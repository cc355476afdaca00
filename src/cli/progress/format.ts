/** A length of time as 0:07, 12:30 or 1:02:03. */
export function formatTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** A number of samples a second, as 870, 12.3k or 1.20M. */
export function formatRate(perSecond: number): string {
  if (perSecond < 1000) return perSecond.toFixed(0);
  return perSecond < 999_500 ? `${(perSecond / 1000).toPrecision(3)}k` : `${(perSecond / 1e6).toPrecision(3)}M`;
}

/** A fraction as a percentage, 2 digits after the point. */
export const formatShare = (fraction: number): string => `${(100 * fraction).toFixed(2)}%`;

/** A loss with 4 significant digits. */
export const formatLoss = (loss: number): string =>
  Math.abs(loss) < 1e5 ? loss.toPrecision(4).slice(0, 6) : loss.toExponential(2);
