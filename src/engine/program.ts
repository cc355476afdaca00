import { ancestors, Constant, Input, lower, Parameter, simplify, type Tensor } from "../graph/index.js";
import { writeModel } from "../onnx/index.js";
import { isStatic, LimbeckError, sizeOf, type NDArray, type Shape } from "../tensor/index.js";
import { loadRuntime } from "./load-runtime.js";
import { blockedChannels } from "./blocked-layout.js";
import { checkFeeds, emptyArray } from "./feeds.js";
import type { FloatBuffer, ParameterStore } from "./memory.js";
import type { Arrays, Provider, Runtime, Session } from "./runtime.js";
import { compileKernel, kernelInputs, type UpdateKernel } from "./update-kernel.js";

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
  const computed = new Map<Tensor, string>(); // what kernels read and the session computes
  for (const { results, shape } of groups) {
    const { arrays, scalars } = kernelInputs(results, shape);
    for (const tensor of [...arrays, ...scalars]) {
      const isReady =
        (tensor instanceof Parameter && !frozen.has(tensor)) || (tensor instanceof Input && tensor.rank === 0);
      if (!isReady && !computed.has(tensor)) computed.set(tensor, `update_${computed.size}`);
    }
  }

  const needed = ancestors([...outputs.values(), ...computed.keys()]);
  const parameters = needed.filter((t): t is Parameter => t instanceof Parameter && !frozen.has(t));
  store.add([...parameters, ...next.map(([parameter]) => parameter)]);
  const inputs = needed.filter((tensor): tensor is Input => tensor instanceof Input);
  const names = new Map<Parameter, string>(parameters.map((parameter, i) => [parameter, `parameter_${i}`]));
  const hasSession = outputs.size + computed.size > 0;
  const graph = lower(
    definition.name ?? "program",
    {
      inputs: new Map<string, Tensor>([
        ...inputs.map((input) => [input.name, input] as const),
        ...parameters.map((parameter) => [names.get(parameter)!, parameter] as const),
      ]),
      outputs: new Map([...outputs, ...[...computed].map(([tensor, name]) => [name, tensor] as const)]),
      weights: frozen,
    },
    { contrib: true, nchwcBlock: provider === "cpu" ? await blockedChannels(runtime) : 1 },
  );
  const model = writeModel(graph);
  const session = hasSession ? await runtime.createSession(model, { threads, provider, inPlace: true }) : undefined;

  const targets = new Map<string, FloatBuffer & { shape: readonly number[] }>();
  for (const [tensor, name] of computed) {
    if (!isStatic(tensor.shape))
      throw new LimbeckError(`The update of a parameter has the open shape [${tensor.shape.join()}].`);
    targets.set(name, { ...store.memory.allocate(sizeOf(tensor.shape)), shape: tensor.shape });
  }
  const kernels = groups.map((group) => bindKernel(group, computed, targets, store));
  const fed = new Set(inputs.map((input) => input.name));
  const scalars = kernels.flatMap((kernel) => kernel.scalarInputs);
  const expected = new Map([...inputs, ...scalars].map((tensor) => [tensor.name, tensor]));

  return {
    model,
    inputs: [...expected.keys()],
    async run(feeds = {}, { beforeUpdates } = {}) {
      const sizes = checkFeeds(expected, feeds, definition.name ?? "program");
      const sessionFeeds = Object.fromEntries(Object.entries(feeds).filter(([name]) => fed.has(name)));
      const fresh = Object.fromEntries([...outputs].map(([name, tensor]) => [name, emptyArray(tensor, sizes)]));
      const results = session ? await runSession(session, sessionFeeds, fresh, names, targets, store) : {};
      beforeUpdates?.(results);
      // Scalars are read first: one of them may itself be a parameter that another kernel changes.
      const calls = kernels.map((kernel) => kernel.prepare(feeds));
      for (const call of calls) call();
      return Object.fromEntries(named.map(([name]) => [name, results[name]!]));
    },
    dispose: async () => session?.dispose(),
  };
}

async function runSession(
  session: Session,
  feeds: Arrays,
  outputs: Arrays,
  names: ReadonlyMap<Parameter, string>,
  targets: ReadonlyMap<string, FloatBuffer & { shape: readonly number[] }>,
  store: ParameterStore,
): Promise<Arrays> {
  const all: Record<string, NDArray> = { ...feeds };
  for (const [parameter, name] of names) {
    all[name] = { dtype: "float32", shape: parameter.shape as number[], data: store.get(parameter) };
  }
  const places = Object.fromEntries(
    [...targets].map(([name, place]) => [
      name,
      { dtype: "float32", shape: place.shape, data: store.memory.view(place) } as const,
    ]),
  );
  return session.run(all, { ...outputs, ...places });
}

interface UpdateGroup {
  readonly parameters: Parameter[];
  readonly results: Tensor[];
  readonly shape: Shape;
}

/** Updates of one shape that read a common array share a kernel: a weight with the optimiser's state of it. */
function groupUpdates(updates: readonly (readonly [Parameter, Tensor])[]): UpdateGroup[] {
  const groups: (UpdateGroup & { reads: Set<Tensor> })[] = [];
  for (const [parameter, result] of updates) {
    const shape = parameter.shape;
    const { arrays } = kernelInputs([result], shape);
    const reads = new Set<Tensor>([parameter, ...arrays]);
    const related = groups.filter((group) => [...reads].some((tensor) => group.reads.has(tensor)));
    const merged = { parameters: [parameter], results: [result], shape, reads };
    for (const group of related) {
      merged.parameters.unshift(...group.parameters);
      merged.results.unshift(...group.results);
      group.reads.forEach((tensor) => reads.add(tensor));
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups;
}

interface BoundKernel {
  /** The scalar inputs that it reads itself. */
  readonly scalarInputs: readonly Input[];
  /** Reads the scalars; the call that comes back changes the parameters. */
  prepare(feeds: Arrays): () => void;
}

function bindKernel(
  { parameters, results, shape }: UpdateGroup,
  computed: ReadonlyMap<Tensor, string>,
  places: ReadonlyMap<string, FloatBuffer>,
  store: ParameterStore,
): BoundKernel {
  const kernel: UpdateKernel = compileKernel(results, shape, store.memory.memory);
  const addressOf = (tensor: Tensor) =>
    (computed.has(tensor) ? places.get(computed.get(tensor)!)! : store.buffer(tensor as Parameter)).address;
  const targets = parameters.map((parameter) => store.buffer(parameter).address);
  const arrays = kernel.arrays.map(addressOf);
  const scalar = (tensor: Tensor, feeds: Arrays): number => {
    if (tensor instanceof Input) return Number(feeds[tensor.name]!.data[0]);
    if (tensor instanceof Constant) return tensor.value.data[0]!;
    return store.memory.view({ address: addressOf(tensor), length: 1 })[0]!;
  };
  const count = Math.ceil(sizeOf(shape as number[]) / 4) * 4;
  return {
    scalarInputs: kernel.scalars.filter((tensor) => tensor instanceof Input),
    prepare(feeds) {
      const scalars = kernel.scalars.map((tensor) => scalar(tensor, feeds));
      return () => kernel.run(count, targets, arrays, scalars);
    },
  };
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
