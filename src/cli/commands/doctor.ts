import { defineCommand } from "../define-command.js";

export const doctor = defineCommand({
  name: "doctor",
  summary: "Show what runs here (engine, threads, SIMD, GPU), and why not more",
  example: "limbeck doctor --json",
  args: [],
  options: {},
  async run({ output }) {
    const [{ doctor }, { doctorText }] = await Promise.all([
      import("../../run/doctor.js"),
      import("../doctor-text.js"),
    ]);
    output.result(await doctor(), doctorText);
  },
});
