import { OptionError, suggestion } from "../tensor/index.js";
import { constantSchedule } from "./constant-schedule.js";
import { cosineSchedule, type CosineScheduleOptions } from "./cosine-schedule.js";
import { oneCycleSchedule, type OneCycleScheduleOptions } from "./one-cycle-schedule.js";
import type { Schedule, WarmUp } from "./schedule.js";
import { stepSchedule, type StepScheduleOptions } from "./step-schedule.js";

/** Schedules by the names that recipes use. */
export const schedules = {
  constant: { summary: "The same learning rate throughout", make: constantSchedule },
  step: { summary: "Cut by a factor at each milestone", make: stepSchedule },
  cosine: { summary: "Falls along half a cosine", make: cosineSchedule },
  "one-cycle": { summary: "Up along half a cosine, then down along another", make: oneCycleSchedule },
} as const;

/** A schedule's name with its options. */
export type ScheduleOptions =
  | ({ readonly name: "constant" } & WarmUp)
  | ({ readonly name: "step" } & StepScheduleOptions)
  | ({ readonly name: "cosine" } & CosineScheduleOptions)
  | ({ readonly name: "one-cycle" } & OneCycleScheduleOptions);

/**
 * The schedule that a recipe names, such as `{ name: "cosine", warmup: 1 }`.
 * @throws OptionError that suggests the nearest name
 */
export function makeSchedule({ name, ...options }: ScheduleOptions): Schedule {
  if (!Object.hasOwn(schedules, name)) {
    throw new OptionError(`There is no schedule "${name}".${suggestion(name, Object.keys(schedules))}`);
  }
  return schedules[name].make(options as never);
}
