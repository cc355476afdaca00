import { Constant, Input, type Parameter, type Tensor } from "../graph/index.js";
import { sizeOf } from "../tensor/index.js";
import type { KernelPlaces } from "./kernel-places.js";
import type { FloatBuffer, ParameterStore } from "./memory.js";
import { RowUpdater } from "./row-updater.js";
import type { Arrays } from "./runtime.js";
import type { UpdateGroup } from "./update-group.js";
import { compileKernel } from "./update-kernel.js";

/** An update kernel that knows where its arrays lie. */
export interface BoundKernel {
  /** The inputs that it reads itself: scalars and ids of rows. */
  readonly inputs: readonly Input[];
  /** True if what it changes is one of these weights, or an optimiser's state of one. */
  changes(weights: ReadonlySet<Parameter>): boolean;
  /** Reads the scalars; the call that comes back changes the parameters. */
  prepare(feeds: Arrays): () => void;
}

/** Compiles the kernel of a group: one pass over whole arrays, or over the rows that gradients touch. */
export function bindKernel(group: UpdateGroup, places: KernelPlaces, store: ParameterStore): BoundKernel {
  const { parameters, results, shape, rows } = group;
  const kernel = compileKernel(results, shape, store.memory.memory);
  const bufferOf = (tensor: Tensor): FloatBuffer => places.buffer(tensor) ?? store.buffer(tensor as Parameter);
  const scalar = (tensor: Tensor, feeds: Arrays): number => {
    if (tensor instanceof Input) return Number(feeds[tensor.name]!.data[0]);
    if (tensor instanceof Constant) return tensor.value.data[0]!;
    return store.memory.view({ ...bufferOf(tensor), length: 1 })[0]!;
  };
  const targets = parameters.map((parameter) => store.buffer(parameter));
  const update = rows ? byRows() : overAll();
  return {
    inputs: [...kernel.scalars, ...[...(rows?.values() ?? [])].map(({ ids }) => ids)].filter(
      (tensor) => tensor instanceof Input,
    ),
    changes: (weights) => parameters.some((parameter) => weights.has(parameter.owner ?? parameter)),
    prepare(feeds) {
      const scalars = kernel.scalars.map((tensor) => scalar(tensor, feeds));
      return () => {
        update(feeds, scalars);
      };
    },
  };

  function overAll() {
    const count = Math.ceil(sizeOf(shape as number[]) / 4) * 4;
    const addresses = [...targets, ...kernel.arrays.map(bufferOf)].map(({ address }) => address);
    return (_: Arrays, scalars: readonly number[]) => {
      kernel.run(count, addresses, scalars);
    };
  }

  function byRows() {
    const [count, ...row] = shape as readonly [number, ...number[]];
    const updater = new RowUpdater({ memory: store.memory, kernel, count, width: sizeOf(row) }, rows!.size);
    return (feeds: Arrays, scalars: readonly number[]) => {
      const sources = kernel.arrays.map((tensor) => {
        const gradient = rows!.get(tensor);
        if (!gradient) return bufferOf(tensor);
        return { values: bufferOf(gradient.values), ids: places.ids(gradient.ids, feeds) };
      });
      updater.run(targets, sources, scalars);
    };
  }
}
