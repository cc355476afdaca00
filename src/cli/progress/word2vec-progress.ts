import type { Word2VecProgress } from "../../words/index.js";
import type { Paint } from "../output.js";
import { formatLoss, formatRate, formatShare, formatTime } from "./format.js";
import type { LiveArea } from "./live-area.js";

/** Shows how far a Word2Vec is: one live line on a terminal, else a line an epoch and one a minute. */
export interface ShownProgress {
  readonly show: (progress: Word2VecProgress) => void;
  /** Takes the live line away. */
  end(): void;
}

const plainEveryMs = 60_000;
const barCells = 24;

export function showWord2Vec(
  area: LiveArea,
  { quiet, paint, clock = Date.now }: { readonly quiet: boolean; readonly paint: Paint; readonly clock?: () => number },
): ShownProgress {
  if (quiet) return { show: () => undefined, end: () => undefined };
  let [lastEpoch, lastTold] = [0, clock()];
  const tellPlainly = (progress: Word2VecProgress): void => {
    if (progress.stage !== "train") return;
    const { epoch, words, totalWords } = progress;
    const ended = words === totalWords ? epoch : epoch - 1;
    if (ended <= lastEpoch && clock() - lastTold < plainEveryMs) return;
    [lastEpoch, lastTold] = [ended, clock()];
    area.print(fields(progress).join(", "));
  };
  return {
    show: (progress) => (area.live ? area.draw([liveLine(progress, area.columns, paint)]) : tellPlainly(progress)),
    end: () => area.draw([]),
  };
}

function liveLine(progress: Word2VecProgress, columns: number, paint: Paint): string {
  const share = shareOf(progress);
  const text = fields(progress).join("  ");
  if (share === undefined || text.length + barCells + 2 > columns) return text.slice(0, columns);
  const filled = Math.floor(barCells * Math.min(1, share));
  return `${paint("cyan", "█".repeat(filled))}${paint("dim", "░".repeat(barCells - filled))}  ${text}`;
}

/** What part is done, from 0 to 1; undefined where the whole is not known. */
function shareOf(progress: Word2VecProgress): number | undefined {
  if (progress.stage === "train") return progress.words / progress.totalWords;
  return progress.stage === "read" && progress.totalBytes ? progress.bytesRead / progress.totalBytes : undefined;
}

function fields(progress: Word2VecProgress): string[] {
  if (progress.stage !== "train")
    return [progress.stage === "read" ? `reading, ${formatRate(progress.words)} words` : "joining phrases"];
  const { epoch, epochs, words, totalWords, wordsPerSecond, learningRate, loss } = progress;
  const left = wordsPerSecond > 0 ? [`${formatTime((1000 * (totalWords - words)) / wordsPerSecond)} left`] : [];
  return [
    `epoch ${epoch}/${epochs}, ${formatShare(words / totalWords)}`,
    `${formatRate(wordsPerSecond)} words/s`,
    `learning rate ${learningRate.toPrecision(3)}`,
    ...(Number.isNaN(loss) ? [] : [`loss ${formatLoss(loss)}`]),
    ...left,
  ];
}
