import { Student } from "limbeck/student";

/** The logits that a student, fetched by its name, gives for samples. */
declare global {
  // Functions and variables of a page.
  var classify: (name: string, samples: readonly (string | readonly number[])[]) => Promise<number[][]>;
}

globalThis.classify = async (name, samples) => {
  const student = await Student.load(new URL(name, location.href));
  return samples.map((sample) => [...student.logits(sample)]);
};
