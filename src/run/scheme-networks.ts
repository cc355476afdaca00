import { OptionError } from "../tensor/index.js";
import type { EarlierTeacher } from "./earlier-teacher.js";
import { networkBetween } from "./network-between.js";
import type { DrawnScheme, ResolvedNetwork, ResolvedRecipe } from "./recipe/index.js";

/** Teachers of earlier runs, by the name that the scheme gives them. */
export type EarlierTeachers = ReadonlyMap<string, EarlierTeacher>;

/** How a network is built and trained: as the recipe says, or like others. */
export class SchemeNetworks {
  constructor(
    readonly recipe: ResolvedRecipe,
    readonly scheme: DrawnScheme,
    readonly earlier: EarlierTeachers,
  ) {}

  /** @throws OptionError if networks refer to each other in a circle, or to one that has no architecture of its own */
  specOf(name: string, askers: readonly string[] = []): ResolvedNetwork {
    const { teacher, student, training } = this.recipe;
    if (askers.includes(name)) {
      throw new OptionError(`scheme: ${[...askers, name].join(" is built like ")}: none of them says what it is.`);
    }
    const facts = this.earlier.get(name)?.facts;
    if (facts) return { ...facts.model, augment: student.augment, training } as unknown as ResolvedNetwork;
    if (name === "teacher" && teacher && "model" in teacher) return teacher;
    const network = this.scheme.networks[name];
    if (name === "baseline" || ((name === "student" || !network) && !(network && "model" in network))) return student;
    const further = [...askers, name];
    if ("model" in network!) return network;
    if ("like" in network!) return this.specOf(network.like, further);
    if ("between" in network!) {
      const [from, to] = network.between.map((end) => this.specOf(end, further)) as [ResolvedNetwork, ResolvedNetwork];
      return networkBetween([from, to], network.share, name);
    }
    if ("average" in network!) return this.specOf(network.average, further);
    throw new OptionError(
      `scheme: ${askers.at(-1) ?? "a network"} is built like ${name}, which is no network by itself.`,
    );
  }

  /** The stream of random numbers that its first weights are drawn from. */
  seedNameOf(name: string): string {
    const student = this.scheme.networks["student"];
    // The baseline begins with the student's own weights: what differs in the end comes from what they learn alone.
    const isStudent = name === "baseline" || (student && "average" in student && student.average === name);
    return isStudent ? "student" : name;
  }
}
