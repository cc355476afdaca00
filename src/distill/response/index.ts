export { logitMse } from "./logit-mse.js";
export { softTargets } from "./soft-targets.js";
