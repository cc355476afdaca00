import { ancestors, Input, lower, Parameter, simplify, type Tensor } from "../graph/index.js";
import { writeModel } from "../onnx/index.js";
import { formatShape, isStatic, LimbeckError, type NDArray } from "../tensor/index.js";
import { loadRuntime } from "./load-runtime.js";
import { blockedChannels } from "./blocked-layout.js";
import { checkFeeds, emptyArray } from "./feeds.js";
import { bindKernel } from "./bound-kernel.js";
import { KernelPlaces } from "./kernel-places.js";
import type { ParameterStore } from "./memory.js";
import type { Arrays, Provider, Runtime } from "./runtime.js";
import { groupUpdates, type UpdateGroup } from "./update-group.js";

export interface ProgramOptions {
  /** Where the parameters live; programs with the same store share them. */
  readonly store: ParameterStore;
  /** Default: that of this machine. */
  readonly runtime?: Runtime;
  /** Threads within one operator, default 1. */
  readonly threads?: number;
  /** Default "cpu". */
  readonly provider?: Provider;
}

export interface ProgramDefinition {
  readonly name?: string;
  /** What each run gives back, by name. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** New values of parameters after each run: those of the optimiser, of running statistics, of moving averages. */
  readonly updates?: ReadonlyMap<Parameter, Tensor>;
  /** Parameters that never change again: their present values are written into the program, which runs faster so. */
  readonly frozen?: Iterable<Parameter>;
}

export interface RunOptions {
  /** Sees the outputs before any parameter changes; if it throws, none does. */
  readonly beforeUpdates?: (outputs: Arrays) => void;
  /** Weights that keep their values in this run, and with them the optimiser's state that is theirs. */
  readonly hold?: ReadonlySet<Parameter>;
}

/** Symbolic tensors compiled to something that runs. */
export interface Program {
  /**
   * Feeds by the names of the inputs; gives the outputs by name and then updates the parameters. One run at a time.
   * @throws LimbeckError for a feed that is missing or unknown; ShapeError for one of another shape or dtype
   */
  run(feeds?: Arrays, options?: RunOptions): Promise<Arrays>;
  /** Names of the inputs that it needs. */
  readonly inputs: readonly string[];
  /** The ONNX model that does the work: what is left to kernels are the element-wise updates. */
  readonly model: Uint8Array;
  dispose(): Promise<void>;
}

/**
 * Compiles a graph: one ONNX Runtime session for everything, and one WebAssembly kernel for the element-wise end of each
 * update, which changes the parameters in place. Parameters that the store does not hold yet enter it at their initial
 * values. Release the program by `dispose`: its session holds native memory.
 * @throws LimbeckError if ONNX Runtime cannot load the model, or the update of a parameter has an open shape
 */
export async function compile(definition: ProgramDefinition, options: ProgramOptions): Promise<Program> {
  const runtime = options.runtime ?? (await loadRuntime());
  const { store, threads = 1, provider = "cpu" } = options;
  const updates = [...(definition.updates ?? [])];
  const named = Object.entries(definition.outputs);
  const simplified = simplify([...named.map(([, tensor]) => tensor), ...updates.map(([, tensor]) => tensor)]);
  const outputs = new Map(named.map(([name], i) => [name, simplified[i]!]));
  const next = updates.map(([parameter], i) => [parameter, simplified[named.length + i]!] as const);
  const frozen = frozenWeights(definition.frozen ?? [], store);

  const groups = groupUpdates(next);
  const wanted = wantedByKernels(groups, frozen);

  const needed = ancestors([...outputs.values(), ...wanted]);
  const parameters = needed.filter((t): t is Parameter => t instanceof Parameter && !frozen.has(t));
  store.add([...parameters, ...next.map(([parameter]) => parameter)]);
  const inputs = needed.filter((tensor): tensor is Input => tensor instanceof Input);
  const names = new Map<Parameter, string>(parameters.map((parameter, i) => [parameter, `parameter_${i}`]));
  const places = new KernelPlaces(wanted, store.memory);
  const graph = lower(
    definition.name ?? "program",
    {
      inputs: new Map<string, Tensor>([
        ...inputs.map((input) => [input.name, input] as const),
        ...parameters.map((parameter) => [names.get(parameter)!, parameter] as const),
      ]),
      outputs: new Map([...outputs, ...places.outputs]),
      weights: frozen,
    },
    { contrib: true, nchwcBlock: provider === "cpu" ? await blockedChannels(runtime) : 1 },
  );
  const model = writeModel(graph);
  const hasSession = outputs.size + places.outputs.size > 0;
  const session = hasSession ? await runtime.createSession(model, { threads, provider, inPlace: true }) : undefined;

  const kernels = groups.map((group) => bindKernel(group, places, store));
  const fed = new Set(inputs.map((input) => input.name));
  const read = kernels.flatMap((kernel) => kernel.inputs);
  const expected = new Map([...inputs, ...read].map((tensor) => [tensor.name, tensor]));

  return {
    model,
    inputs: [...expected.keys()],
    async run(feeds = {}, { beforeUpdates, hold = new Set<Parameter>() } = {}) {
      const sizes = checkFeeds(expected, feeds, definition.name ?? "program");
      const targets = places.prepare(sizes);
      const all: Record<string, NDArray> = Object.fromEntries(Object.entries(feeds).filter(([name]) => fed.has(name)));
      for (const [parameter, name] of names) {
        all[name] = { dtype: "float32", shape: parameter.shape as number[], data: store.get(parameter) };
      }
      const fresh = Object.fromEntries([...outputs].map(([name, tensor]) => [name, emptyArray(tensor, sizes)]));
      const results = session ? await session.run(all, { ...fresh, ...targets() }) : {};
      beforeUpdates?.(results);
      // Scalars are read first: one of them may itself be a parameter that another kernel changes.
      const calls = kernels.filter((kernel) => !kernel.changes(hold)).map((kernel) => kernel.prepare(feeds));
      for (const call of calls) call();
      return Object.fromEntries(named.map(([name]) => [name, results[name]!]));
    },
    dispose: async () => session?.dispose(),
  };
}

/**
 * What kernels read and the session computes.
 * @throws LimbeckError if the update of a parameter has an open shape
 */
function wantedByKernels(groups: readonly UpdateGroup[], frozen: ReadonlyMap<Tensor, unknown>): Set<Tensor> {
  const wanted = new Set<Tensor>();
  for (const { arrays, scalars, rows } of groups) {
    for (const tensor of [...arrays, ...scalars]) {
      const gradient = rows?.get(tensor);
      if (gradient) {
        wanted.add(gradient.values);
        if (!(gradient.ids instanceof Input)) wanted.add(gradient.ids);
        continue;
      }
      const isReady =
        (tensor instanceof Parameter && !frozen.has(tensor)) || (tensor instanceof Input && tensor.rank === 0);
      if (isReady) continue;
      if (!isStatic(tensor.shape)) {
        throw new LimbeckError(`The update of a parameter has the open shape ${formatShape(tensor.shape)}.`);
      }
      wanted.add(tensor);
    }
  }
  return wanted;
}

/** The present values of parameters that become constants, under names that differ: networks may share paths. */
function frozenWeights(frozen: Iterable<Parameter>, store: ParameterStore) {
  const parameters = [...new Set(frozen)];
  store.add(parameters);
  const taken = new Set<string>();
  return new Map(
    parameters.map((parameter, i) => {
      const isFree = parameter.name !== "" && !taken.has(parameter.name);
      const name = isFree ? parameter.name : `${parameter.name || "frozen"}#${i}`;
      taken.add(name);
      return [parameter, { name, data: store.get(parameter).slice() }];
    }),
  );
}
