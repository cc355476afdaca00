import type { Needs } from "../distill/define-objective.js";

/** What an objective needs, in words, one part a line: "student: logits". */
export function needsText(needs: Needs): string[] {
  const { student, teacher, taps, teachers, peers, labels, epoch, helpers, memory, batch = 1 } = needs;
  const part = (isThere: unknown, text: string): string[] => (isThere ? [text] : []);
  return [
    ...part(student.length > 0, `student: ${student.join(", ")}`),
    ...part(teacher, `${teachers ? "teachers" : "teacher"}: ${teacher?.join(", ")}`),
    ...part(taps, `taps: ${taps?.which} of kind ${taps?.kinds.join(" or ")}`),
    ...part(peers, "peers that learn beside it"),
    ...part(labels, "labels"),
    ...part(epoch, "the epoch"),
    ...part(helpers, `trains with it: ${helpers?.join(", ")}`),
    ...part(memory, `remembers of each sample: ${memory?.join(", ")}`),
    ...part(batch > 1, `at least ${batch} samples in a batch`),
  ];
}
