import type { Input, Tensor } from "../../tensor.js";

let made = 0;

/** One step of a scan as a graph over placeholders. */
export class ScanBody {
  readonly id = made++;

  constructor(
    readonly placeholders: ScanPlaceholders,
    /** The states after the step, as many as before. */
    readonly next: readonly Tensor[],
    /** What the step leaves at its place of the results. */
    readonly results: readonly Tensor[],
  ) {}

  /** Everything that a step gives. */
  get outputs(): readonly Tensor[] {
    return [...this.next, ...this.results];
  }

  /** Everything that a step is given, in the order of the scan's inputs. */
  get inputs(): readonly Input[] {
    const { states, elements, shared } = this.placeholders;
    return [...states, ...elements, ...shared];
  }

  /** Splits what belongs to the inputs into what belongs to states, elements and shared tensors. */
  parts<T>(given: readonly T[]): { states: readonly T[]; elements: readonly T[]; shared: readonly T[] } {
    const { states, elements } = this.placeholders;
    const count = states.length + elements.length;
    return {
      states: given.slice(0, states.length),
      elements: given.slice(states.length, count),
      shared: given.slice(count),
    };
  }

  /** Scans are equal if they have one and the same body: a key needs no more than a name. */
  toJSON(): string {
    return `body ${this.id}`;
  }
}

export interface ScanPlaceholders {
  readonly states: readonly Input[];
  readonly elements: readonly Input[];
  readonly shared: readonly Input[];
}

/** One of the results of a scan. */
export interface ScanOptions {
  readonly body: ScanBody;
  readonly reverse: boolean;
  /** Which of the body's outputs it is. */
  readonly index: number;
}
