/** Ctrl-C: the first aborts the signal, so that work is saved; the second ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/** What the first Ctrl-C says; `--quiet` does not hold it back, since it answers a key. */
const saving = "Saving… press again to stop at once.";

/**
 * @param say       writes a line to stderr
 * @param forceExit ends the process; given in tests
 */
export function listenForInterrupt(
  say: (line: string) => void,
  forceExit: (code: number) => void = (code) => process.exit(code),
): Interrupt {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) return forceExit(130);
    say(saving);
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    dispose() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
