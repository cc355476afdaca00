import fc from "fast-check";
import { expect, test } from "vitest";
import { planTasks, readingRange, sentencesOf } from "../../../../src/words/training/kernel/tasks.js";

const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10_000 })), {
  minLength: 1,
  maxLength: 60,
});

test("every sentence belongs to one task of each epoch, in order", () => {
  fc.assert(
    fc.property(lengths, (sentences) => {
      const ids = Int32Array.from(sentences.flatMap((length, i) => [...new Array<number>(length).fill(i), -1]));
      const plan = planTasks(ids.length, 2);
      for (const epoch of [0, 1]) {
        const seen: number[] = [];
        for (let task = epoch * plan.tasksPerEpoch; task < (epoch + 1) * plan.tasksPerEpoch; task++) {
          const { from, to } = readingRange(plan, task);
          const read = ids.subarray(from, to);
          const { first, end } = sentencesOf(plan, task, read);
          for (const id of read.subarray(first, end)) seen.push(id);
        }
        expect(Buffer.from(Int32Array.from(seen).buffer).equals(Buffer.from(ids.buffer))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});
