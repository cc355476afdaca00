/** All that the report of a sweep shows, as plain JSON: nothing is read from disk while rendering. NaN shows as a dash. */
export interface SweepReportData {
  /** Name of the recipe; the page's title. */
  readonly name: string;
  readonly axes: readonly { readonly path: string; readonly values: readonly string[] }[];
  /** How many seeds each setting was repeated with. */
  readonly seeds: number;
  /** What the numbers say of distillation, in one paragraph. */
  readonly verdict: { readonly answer: "yes" | "no" | "not shown"; readonly text: string };
  /** Further findings, a sentence each: the smallest student, the knee. */
  readonly findings: readonly string[];
  readonly configurations: readonly ConfigurationReport[];
  readonly frontier: readonly FrontierReport[];
  /** The teacher's soft targets on test data, by rising temperature; empty without a teacher. */
  readonly softTargets: readonly SoftTargetReport[];
  /** Trials that could not be trained, and why. */
  readonly failed: readonly { readonly id: string; readonly message?: string }[];
  /** The command line that repeats the sweep; undefined where a program began it. */
  readonly command: string | undefined;
}

/** A figure over seeds. */
export interface SpreadReport {
  readonly mean: number;
  readonly deviation: number;
  readonly interval: readonly [low: number, high: number];
}

/** One setting, over its seeds. Accuracies are shares, 0 … 1. */
export interface ConfigurationReport {
  readonly setting: Readonly<Record<string, string>>;
  readonly student: SpreadReport;
  readonly baseline: SpreadReport;
  readonly gain: {
    readonly mean: number;
    readonly interval: readonly [low: number, high: number];
    readonly p: number;
    readonly corrected: number;
    readonly effect: number;
  };
  readonly mcnemar: { readonly p: number };
  readonly retention: number;
  readonly parameters: number;
  /** Expected calibration error, 15 bins. */
  readonly calibration: { readonly student: number; readonly baseline: number };
}

/** One network of the frontier. */
export interface FrontierReport {
  readonly network: "teacher" | "baseline" | "student";
  readonly setting: Readonly<Record<string, string>>;
  readonly parameters: number;
  readonly bytes: number;
  readonly latencyMs: number;
  readonly accuracy: SpreadReport;
  readonly pareto: readonly string[];
}

/** What a temperature makes of the teacher's answers. */
export interface SoftTargetReport {
  readonly temperature: number;
  /** Mean entropy, in nats. */
  readonly entropy: number;
  /** Mean probability of the class that is named. */
  readonly top: number;
  /** Mean share that the most likely of the other classes has of all the others: 1 / (classes - 1) if none stands out. */
  readonly runnerUp: number;
}
