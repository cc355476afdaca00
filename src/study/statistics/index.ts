export { bootstrapInterval } from "./bootstrap.js";
export { deviation } from "./deviation.js";
export { holm } from "./holm.js";
export { mcnemar } from "./mcnemar.js";
export { pairedTest, type PairedTest } from "./paired-test.js";
export { studentInterval } from "./student-interval.js";
export { studentCumulative, studentQuantile } from "./student-t.js";
