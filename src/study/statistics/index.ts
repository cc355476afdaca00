export { bootstrapInterval } from "./bootstrap.js";
export { holm } from "./holm.js";
export { mcnemar } from "./mcnemar.js";
export { pairedTest, type PairedTest } from "./paired-test.js";
export { studentCumulative, studentQuantile } from "./student-t.js";
