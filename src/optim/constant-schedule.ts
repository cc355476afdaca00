import { afterWarmUp, type Schedule, type WarmUp } from "./schedule.js";

/** The same learning rate throughout. */
export const constantSchedule = ({ warmup = 0 }: WarmUp = {}): Schedule => afterWarmUp(warmup, () => 1);
