import { constant, input, valueFrom, type Nested, type Parameter, type Tensor, type Value } from "../graph/index.js";
import { formatShape, OptionError, Random, ShapeError, sizeOf, suggestion, type DType } from "../tensor/index.js";
import type { Helpers, MemoryTable, NetworkTensors, Objective } from "./define-objective.js";

/** What a network gives, as plain nested arrays. */
export interface GivenTensors {
  /** `[batch][classes]` */
  readonly logits?: Nested;
  /** By name, in the order of the forward pass. */
  readonly taps?: Readonly<Record<string, Nested>>;
}

/** What an objective is evaluated on; what it does not need is left out. */
export interface GivenInputs {
  readonly student?: GivenTensors;
  /** Several for an objective of several teachers. */
  readonly teacher?: GivenTensors | readonly GivenTensors[];
  /** `[batch]` */
  readonly labels?: readonly number[];
  /** `[batch]`, rows of `memory`; left out: its rows are those of the batch. */
  readonly indices?: readonly number[];
  readonly peers?: readonly GivenTensors[];
  /** Parameters of helpers by name, as "projection.weight"; those left out have their first values (seed 0). */
  readonly helpers?: Readonly<Record<string, Nested>>;
  /**
   * By name: `[samples][width]`, or `[width]` of what is kept for the whole run. Left out: as before training. Of an
   * objective that draws samples, "drawn" are their places; left out: all of them.
   */
  readonly memory?: Readonly<Record<string, Nested>>;
  /** Whole epochs done, default 0. */
  readonly epoch?: number;
}

/**
 * Checks that all is there that an objective needs.
 * @returns the number of classes; 1 where no logits are given
 * @throws OptionError that names what is missing
 */
export function checkGiven({ name, needs }: Objective, given: GivenInputs): number {
  const teachers = [given.teacher ?? []].flat();
  const peers = given.peers ?? [];
  const networks = { student: given.student ? [given.student] : [], teacher: teachers };
  for (const network of ["student", "teacher"] as const) {
    for (const part of needs[network] ?? []) {
      const isThere = networks[network].length > 0 && networks[network].every((one) => one[part] !== undefined);
      if (!isThere) throw missing(name, `the ${network}'s ${part}`, `${network}: { ${part} }`);
    }
  }
  if (needs.labels && !given.labels) throw missing(name, "labels", "labels: [0, 2, …]");
  if (needs.peers && peers.length === 0) throw missing(name, "peers", "peers: [{ logits }]");
  const logits = [...networks.student, ...teachers, ...peers].find((one) => one.logits !== undefined)?.logits;
  const batch = batchOf(given);
  if (batch < (needs.batch ?? 1)) {
    throw new OptionError(`${name} needs at least ${needs.batch} samples in a batch, got ${batch}.`);
  }
  return logits === undefined ? 1 : (valueFrom(logits).shape.at(-1) ?? 1);
}

const missing = (name: string, what: string, how: string): OptionError =>
  new OptionError(`evaluateObjective: ${name} needs ${what}. Give ${how}.`);

const batchOf = ({ student = {} }: GivenInputs): number => {
  const first = student.logits ?? Object.values(student.taps ?? {})[0];
  return Array.isArray(first) ? first.length : Infinity;
};

/** How many samples there are to remember: the rows of the memory, else those of the batch. */
export function samplesOf({ memory = {}, ...given }: GivenInputs): number {
  const table = Object.entries(memory).find(([name, rows]) => name !== "drawn" && isTable(rows))?.[1];
  return table === undefined ? batchOf(given) : (table as readonly Nested[]).length;
}

const isTable = (rows: Nested): rows is readonly Nested[] => Array.isArray(rows) && Array.isArray(rows[0]);

/** Turns what is given into tensors, and keeps the numbers that they are fed. */
export class GivenLeaves {
  readonly feeds = new Map<Tensor, Value>();

  add(name: string, nested: Nested, dtype: DType = "float32"): Tensor {
    const value = valueFrom(nested);
    if (value.data.length !== sizeOf(value.shape)) {
      throw new ShapeError(`evaluateObjective: ${name} is ragged: its rows have different lengths.`);
    }
    const leaf = input(name, value.shape, dtype);
    this.feeds.set(leaf, value);
    return leaf;
  }

  network(name: string, { logits, taps = {} }: GivenTensors = {}): NetworkTensors {
    return {
      logits: logits === undefined ? constant(0) : this.add(`${name} logits`, logits),
      taps: Object.fromEntries(Object.entries(taps).map(([tap, value]) => [tap, this.add(`${name} ${tap}`, value)])),
    };
  }

  /**
   * The parameters of helpers by name, those that are given with the given numbers.
   * @throws OptionError for a name that there is not; ShapeError for another shape
   */
  helpers(
    objective: string,
    helpers: Helpers,
    given: Readonly<Record<string, Nested>> = {},
  ): (readonly [name: string, parameter: Parameter])[] {
    const parameters = Object.entries(helpers).flatMap(([helper, module]) =>
      [...module.nameParameters(helper).namedParameters()].map(
        ([name, parameter]) => [`${helper}.${name}`, parameter] as const,
      ),
    );
    const byName = new Map<string, Parameter>(parameters);
    for (const [name, nested] of Object.entries(given)) {
      const parameter = byName.get(name);
      if (!parameter) {
        throw new OptionError(`${objective} has no helper parameter "${name}".${suggestion(name, [...byName.keys()])}`);
      }
      this.#feed(parameter, nested, `helpers: ${name}`);
    }
    return parameters;
  }

  /**
   * What the objective reads of its memory: the rows of the batch's samples, and where it draws others, those of all
   * samples or of the places in `memory.drawn`.
   */
  memory(
    objective: string,
    tables: Readonly<Record<string, MemoryTable>>,
    given: GivenInputs,
    hasDraws: boolean,
  ): { rows: Record<string, Tensor>; drawn: Record<string, Tensor> } {
    const { memory = {}, indices, labels } = given;
    const known = [...Object.keys(tables), ...(hasDraws ? ["drawn"] : [])];
    const unknown = Object.keys(memory).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new OptionError(`${objective} remembers no "${unknown}".${suggestion(unknown, known)}`);
    }
    const size = batchOf(given);
    const read = (name: string, all: Nested, places: readonly number[] | undefined, shape: readonly number[]) => {
      const tensor = input(`memory ${name}`, shape);
      this.#feed(tensor, places ? places.map((place) => rowAt(all, place, name)) : all, `memory: ${name}`);
      return [name, tensor] as const;
    };
    const drawn = (memory["drawn"] ?? Array.from({ length: samplesOf(given) }, (_, i) => i)) as readonly number[];
    const contents = Object.entries(tables).map(([name, table]) => ({
      name,
      table,
      all: memory[name] ?? firstRows(table, samplesOf(given), labels),
    }));
    const perSample = contents.filter(({ table }) => table.per === "sample");
    return {
      rows: Object.fromEntries(
        contents.map(({ name, table: { per, width }, all }) =>
          per === "run" ? read(name, all, undefined, [width]) : read(name, all, indices, [size, width]),
        ),
      ),
      drawn: Object.fromEntries(
        (hasDraws ? perSample : []).map(({ name, table, all }) => read(name, all, drawn, [drawn.length, table.width])),
      ),
    };
  }

  #feed(tensor: Tensor, nested: Nested, what: string): void {
    const value = valueFrom(nested);
    if (formatShape(value.shape) !== formatShape(tensor.shape)) {
      throw new ShapeError(
        `evaluateObjective: ${what} is ${formatShape(value.shape)}, expected ${formatShape(tensor.shape)}.`,
      );
    }
    this.feeds.set(tensor, value);
  }
}

/** A memory as it is before training. */
function firstRows({ per, width, initial }: MemoryTable, size: number, labels: readonly number[] = []): Nested {
  const random = new Random(0).fork("memory");
  const row = (i: number): number[] =>
    initial ? Array.from(initial({ label: labels[i] ?? 0, random })) : new Array<number>(width).fill(0);
  return per === "run" ? row(0) : Array.from({ length: size }, (_, i) => row(i));
}

function rowAt(all: Nested, index: number, name: string): Nested {
  const row = (all as readonly Nested[])[index];
  if (row !== undefined) return row;
  throw new OptionError(`evaluateObjective: memory ${name} has no row ${index}, which indices name.`);
}
