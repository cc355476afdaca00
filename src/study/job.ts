/** One piece of a sweep's work, as plain JSON, so that another process or machine can carry it out. */
export interface Job {
  /** Unique in the sweep. */
  readonly id: string;
  /** The networks that are shared are trained alone; a trial trains the student, and judges. */
  readonly kind: "teacher" | "baseline" | "trial";
  /** A recipe's file, absolute, or the name of a built-in; and where the paths of a built-in start. */
  readonly recipe: string;
  readonly cwd: string;
  /** Each `path=value`, set in the recipe. */
  readonly set: readonly string[];
  /** The run folder to work in. */
  readonly folder: string;
  /** Of a trial: the run folder that holds its baseline. */
  readonly baseline?: string;
}
