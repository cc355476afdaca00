export { dml } from "./dml.js";
export { kdcl } from "./kdcl.js";
export { one } from "./one.js";
