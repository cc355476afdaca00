export { dist } from "./dist.js";
export { dkd } from "./dkd.js";
export { learnedTemperature } from "./learned-temperature.js";
export { logitMse } from "./logit-mse.js";
export { logitStandardization } from "./logit-standardization.js";
export { nkd } from "./nkd.js";
export { softTargets } from "./soft-targets.js";
