import { percent } from "../report/format.js";
import { settingName } from "../report/sweep/setting-name.js";
import type { FrontierPoint, Smallest } from "./frontier.js";
import type { SweepRecord } from "./sweep-record.js";

/** What a sweep found beside its verdict, a sentence each: the smallest student near the teacher, and the knee. */
export const findings = ({ smallest, knee }: Pick<SweepRecord, "smallest" | "knee">): string[] => [
  ...(smallest ? [smallestSentence(smallest)] : []),
  ...(knee ? [`Beyond ${describe(knee)}, accuracy grows little for what it costs: the knee of the frontier.`] : []),
];

/** The answer to "how small can it be". */
function smallestSentence({ within, teacher, student, low }: Smallest): string {
  const points = Number((100 * within).toPrecision(6));
  const margin = `${points} point${points === 1 ? "" : "s"} of the teacher (${percent(teacher)})`;
  return student && low !== undefined
    ? `The smallest student within ${margin}, with 95% confidence: ${describe(student)}, ` +
        `${percent(student.accuracy.mean)}, at least ${percent(low)}.`
    : `No student here is within ${margin} with 95% confidence.`;
}

const describe = ({ setting, parameters }: FrontierPoint): string =>
  `${parameters} parameters` + (Object.keys(setting).length > 0 ? `, ${settingName(setting)}` : "");
