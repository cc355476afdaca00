import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Student } from "../../src/student/index.js";
import { writeStudentFile } from "../../src/student/write-student-file.js";
import { expectClose } from "../reference.js";
import { cases, contentOf, textOf } from "./content.js";

/** As in a Cloudflare Worker, which compiles no WebAssembly from bytes. */
beforeAll(() => {
  vi.spyOn(WebAssembly, "compile").mockRejectedValue(new WebAssembly.CompileError("code generation disallowed"));
});
afterAll(() => void vi.restoreAllMocks());

describe.each(cases)("$name", (given) => {
  test("answers as PyTorch does without WebAssembly too", async () => {
    const student = await Student.load(writeStudentFile(contentOf(given)));
    expect(WebAssembly.compile).toHaveBeenCalled();
    given.samples.forEach((sample, i) => {
      const logits = student.logits(given.input.kind === "text" ? textOf(sample) : sample);
      expectClose([...logits], given.logits[i]!, { tolerance: 2e-5, of: `logits of sample ${i}` });
    });
  });
});
