import { execFile, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findPython } from "../peers/find-python.js";
import { buildTrainer } from "./build-trainer.js";

export const howToGensim = "install it (Debian: apt install python3-gensim; else pip install gensim)";

/** What all trainers are asked to do. */
export interface TrainingJob {
  readonly corpus: string;
  readonly algorithm: "skip-gram" | "cbow";
  readonly threads: number;
  readonly seed: number;
  readonly epochs: number;
  /** Where the vectors go, in word2vec's binary format. */
  readonly output: string;
}

/** The rest of the settings: gensim's defaults. */
export const commonSettings = { size: 100, window: 5, negative: 5, minCount: 5, sample: 1e-3, alpha: 0.025 } as const;

/** A program that trains word vectors. */
export interface Trainer {
  /** With its version, where it tells one. */
  readonly name: string;
  /** @returns seconds of training, without the reading of the vocabulary */
  train(job: TrainingJob): Promise<number>;
}

/** Ours first, then each peer that is installed; the others with the reason. */
export async function findTrainers(): Promise<{ trainers: readonly Trainer[]; skipped: readonly SkippedTrainer[] }> {
  const gensim = await findPython(gensimScript, howToGensim);
  const fastText = await findCommand(process.env["LIMBECK_BENCH_FASTTEXT"] ?? "fasttext");
  const word2vec = await findCommand(process.env["LIMBECK_BENCH_WORD2VEC"] ?? "word2vec");
  return {
    trainers: [
      scriptTrainer("Limbeck", process.execPath, await buildTrainer()),
      ...gensim.found.map(({ python, subject }) => scriptTrainer(subject, python, gensimScript)),
      ...(fastText ? [fastTextTrainer(fastText)] : []),
      ...(word2vec ? [word2vecTrainer(word2vec)] : []),
    ],
    skipped: [
      ...gensim.skipped.map((reason) => ({ subject: "gensim", reason })),
      ...(fastText
        ? []
        : [{ subject: "fastText", reason: notFound("fasttext", "Debian: apt install fasttext; else build it") }]),
      ...(word2vec ? [] : [{ subject: "word2vec.c", reason: notFound("word2vec", "build the original C program") }]),
    ],
  };
}

export interface SkippedTrainer {
  readonly subject: string;
  readonly reason: string;
}

const notFound = (command: string, howTo: string): string =>
  `there is no command ${command}; ${howTo}, or name it in LIMBECK_BENCH_${command.toUpperCase()}`;

const gensimScript = fileURLToPath(new URL("../peers/gensim_train.py", import.meta.url));
const run = promisify(execFile);

/** A trainer that is a script of ours: settings as the last argument, seconds as its answer. */
const scriptTrainer = (name: string, command: string, script: string): Trainer => ({
  name,
  async train(job) {
    const { stdout } = await run(command, [script, JSON.stringify({ ...commonSettings, ...job })]);
    return (JSON.parse(stdout) as { seconds: number }).seconds;
  },
});

/** fastText without parts of words, which is Word2Vec. It tells when it has read its vocabulary; it takes no seed. */
const fastTextTrainer = (command: string): Trainer => ({
  name: "fastText",
  train({ corpus, algorithm, threads, epochs, output }) {
    const { size, window, negative, minCount, sample, alpha } = commonSettings;
    const options = { input: corpus, output, dim: size, ws: window, neg: negative, minCount, t: sample, lr: alpha };
    const more = { epoch: epochs, thread: threads, maxn: 0 };
    const args = Object.entries({ ...options, ...more }).flatMap(([name, value]) => [`-${name}`, String(value)]);
    return secondsBetween(command, [algorithm === "cbow" ? "cbow" : "skipgram", ...args], "Number of labels", "100.0%");
  },
});

/** The original program. It tells its progress from the first 10,000 words on, and writes the vectors before it ends. */
const word2vecTrainer = (command: string): Trainer => ({
  name: "word2vec.c",
  train({ corpus, algorithm, threads, epochs, output }) {
    const { size, window, negative, minCount, sample, alpha } = commonSettings;
    const options = { train: corpus, output, size, window, negative, sample, alpha, threads, iter: epochs, binary: 1 };
    const more = { "min-count": minCount, cbow: algorithm === "cbow" ? 1 : 0, hs: 0 };
    const args = Object.entries({ ...options, ...more }).flatMap(([name, value]) => [`-${name}`, String(value)]);
    return secondsBetween(command, args, "Alpha", undefined);
  },
});

/** Seconds from one thing that a program writes to the last that it writes with another in it, or to its end. */
function secondsBetween(
  command: string,
  args: readonly string[],
  from: string,
  to: string | undefined,
): Promise<number> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let started: number | undefined;
  let ended: number | undefined;
  let written = "";
  const hear = (chunk: Buffer): void => {
    written = (written + chunk.toString()).slice(-2000);
    if (started === undefined && written.includes(from)) started = performance.now();
    if (to !== undefined && written.includes(to)) ended ??= performance.now();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0 && started !== undefined) resolve(((ended ?? performance.now()) - started) / 1000);
      else reject(new Error(`${command} ended with ${code}: ${written.trim().split("\n").slice(-3).join(" | ")}`));
    });
  });
}

/** The command, if it can be started. */
const findCommand = (command: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const child = spawn(command, { stdio: "ignore" });
    child.on("error", () => resolve(undefined));
    child.on("close", () => resolve(command));
  });
