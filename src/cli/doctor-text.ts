import type { DoctorFacts } from "../run/doctor.js";
import type { Paint } from "./output.js";
import { list } from "./table.js";

/** What runs here for people. */
export function doctorText({ notes, providers, ...facts }: DoctorFacts, paint: Paint): string {
  const lines = list({ ...facts, providers: providers.join(", ") });
  return notes.length === 0 ? lines : `${lines}\n\n${paint("bold", "Notes")}\n${notes.join("\n")}`;
}
