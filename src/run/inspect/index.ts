export { inspect } from "./inspect.js";
export type { Facts } from "./facts.js";
