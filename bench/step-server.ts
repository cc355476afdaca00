import { createInterface } from "node:readline";

/** One model, one optimiser, one batch size, one number of threads: what a subject of `train-step` is asked to train. */
export interface StepSettings {
  readonly model: "mlp" | "resnet8";
  readonly optimizer: "sgd" | "adam";
  readonly batch: number;
  readonly threads: number;
  readonly warmup: number;
}

/** What a subject says first: who it is and the loss before and after the warm-up, or why it cannot do this work. */
export type Greeting =
  { readonly subject: string; readonly loss: readonly [number, number] } | { readonly skip: string };

/** A subject that is ready: its name with version, and one whole training step that gives back the loss. */
export interface Trainer {
  readonly subject: string;
  step(): Promise<number> | number;
}

/** Thrown by a subject that cannot do the work here; the message is the reason that the table shows. */
export class Skip extends Error {}

/**
 * Runs a subject as a server on stdin and stdout, as `pytorch.py --serve` does: JSON settings as the last argument, a
 * greeting on the first line, then for each line "run N" the milliseconds of N steps, `{"ms":[...]}`; ends with stdin.
 */
export async function serve(prepare: (settings: StepSettings) => Promise<Trainer>): Promise<void> {
  const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  const settings = JSON.parse(process.argv.at(-1) ?? "{}") as StepSettings;
  let trainer: Trainer;
  try {
    trainer = await prepare(settings);
    const first = await trainer.step();
    await timed(trainer, settings.warmup);
    answer({ subject: trainer.subject, loss: [first, await trainer.step()] } satisfies Greeting);
  } catch (error) {
    if (!(error instanceof Skip)) throw error;
    answer({ skip: error.message } satisfies Greeting);
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) {
    answer({ ms: await timed(trainer, Number(line.split(" ")[1])) });
  }
}

async function timed(trainer: Trainer, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await trainer.step();
    times.push(performance.now() - start);
  }
  return times;
}
