import { Constant, type Tensor } from "../graph/index.js";
import { sameShape, type Shape } from "../tensor/index.js";
import { opcode, unsigned, wasmModule } from "./wasm-writer.js";

/**
 * Element-wise expressions over arrays of one size and scalars, compiled to one WebAssembly SIMD loop: it reads each
 * array once and writes each result once, where a graph of a dozen operators would pass over memory a dozen times.
 * Optimisers are written as plain graphs and become fast here.
 */
export interface UpdateKernel {
  /** Tensors of the kernel's shape that it reads. */
  readonly arrays: readonly Tensor[];
  /** Scalars that it reads. */
  readonly scalars: readonly Tensor[];
  /** How many results it writes. */
  readonly results: number;
  /**
   * @param count     elements, a multiple of 4 from 4 on (buffers are padded)
   * @param addresses of the results, which may be those of arrays, and then of the arrays
   */
  run(count: number, addresses: readonly number[], scalars: readonly number[]): void;
}

const instructions: Readonly<Record<string, readonly number[]>> = {
  add: opcode.add,
  sub: opcode.sub,
  mul: opcode.mul,
  div: opcode.div,
  neg: opcode.neg,
  abs: opcode.abs,
  sqrt: opcode.sqrt,
  maximum: opcode.max,
  minimum: opcode.min,
  greater: opcode.greater,
  greaterEqual: opcode.greaterEqual,
  less: opcode.less,
  lessEqual: opcode.lessEqual,
  equal: opcode.equal,
  where: opcode.bitselect,
};

/** True if a kernel over this shape can compute the tensor itself; what it cannot, it reads. */
const isInside = (tensor: Tensor, shape: Shape): boolean =>
  tensor.operator.name in instructions &&
  sameShape(tensor.shape, shape) &&
  tensor.inputs.every((input) => input.rank === 0 || sameShape(input.shape, shape)) &&
  (tensor.operator.name !== "where" || isInside(tensor.inputs[0]!, shape));

/** What a kernel for these results reads: arrays of their shape, and scalars that are not constants. */
export function kernelInputs(results: readonly Tensor[], shape: Shape): { arrays: Tensor[]; scalars: Tensor[] } {
  const arrays = new Set<Tensor>();
  const scalars = new Set<Tensor>();
  const seen = new Set<Tensor>();
  const visit = (tensor: Tensor): void => {
    if (seen.has(tensor)) return;
    seen.add(tensor);
    if (isInside(tensor, shape)) tensor.inputs.forEach(visit);
    else if (!(tensor instanceof Constant && tensor.rank === 0))
      (isScalar(tensor, shape) ? scalars : arrays).add(tensor);
  };
  results.forEach(visit);
  return { arrays: [...arrays], scalars: [...scalars] };
}

const isScalar = (tensor: Tensor, shape: Shape): boolean => tensor.rank === 0 && shape.length > 0;

/** Compiled modules by their bytes: all weights of a model share one kernel for the same optimiser. */
const modules = new Map<string, WebAssembly.Module>();

/**
 * @param results element-wise expressions of one static shape
 * @param memory  where the arrays lie
 */
export function compileKernel(results: readonly Tensor[], shape: Shape, memory: WebAssembly.Memory): UpdateKernel {
  const { arrays, scalars } = kernelInputs(results, shape);
  const bytes = assemble(results, shape, arrays, scalars);
  const key = bytes.join();
  let module = modules.get(key);
  if (!module) modules.set(key, (module = new WebAssembly.Module(bytes)));
  const run = new WebAssembly.Instance(module, { env: { memory } }).exports["run"] as (...args: number[]) => void;
  return {
    arrays,
    scalars,
    results: results.length,
    run: (count, addresses, scalarValues) => run(count * 4, ...addresses, ...scalarValues),
  };
}

function assemble(
  results: readonly Tensor[],
  shape: Shape,
  arrays: readonly Tensor[],
  scalars: readonly Tensor[],
): Uint8Array<ArrayBuffer> {
  // Locals: [end, targets..., arrays..., scalars...] are parameters; v128 values follow, the loop's offset is kept in
  // an extra i32 parameter at the end, called with 0.
  const firstArray = 1 + results.length;
  const firstScalar = firstArray + arrays.length;
  const offset = firstScalar + scalars.length;
  const firstValue = offset + 1;
  const slots = new Map<Tensor, number>();
  const get = (local: number) => [opcode.localGet, ...unsigned(local)];
  const set = (local: number) => [opcode.localSet, ...unsigned(local)];
  const slotFor = (tensor: Tensor): number => {
    const slot = firstValue + slots.size;
    slots.set(tensor, slot);
    return slot;
  };
  const address = (pointer: number) => [...get(pointer), ...get(offset), opcode.i32Add];

  const prologue: number[] = [];
  const body: number[] = [];
  scalars.forEach((scalar, i) => prologue.push(...get(firstScalar + i), ...opcode.splat, ...set(slotFor(scalar))));
  arrays.forEach((array, i) => body.push(...address(firstArray + i), ...opcode.load, ...set(slotFor(array))));
  const compute = (tensor: Tensor): void => {
    if (slots.has(tensor)) return;
    if (tensor instanceof Constant && tensor.rank === 0 && !isInside(tensor, shape)) {
      prologue.push(0x43, ...floatBytes(tensor.value.data[0]!), ...opcode.splat, ...set(slotFor(tensor)));
      return;
    }
    tensor.inputs.forEach(compute);
    // bitselect takes the mask last
    const [first, ...rest] = tensor.inputs;
    const operands = tensor.operator.name === "where" ? [...rest, first!] : tensor.inputs;
    for (const operand of operands) body.push(...get(slots.get(operand)!));
    body.push(...instructions[tensor.operator.name]!, ...set(slotFor(tensor)));
  };
  results.forEach(compute);
  results.forEach((result, i) => body.push(...address(1 + i), ...get(slots.get(result)!), ...opcode.store));

  const advance = [...get(offset), opcode.i32Const, 16, opcode.i32Add, opcode.localTee, ...unsigned(offset)];
  const again = [...get(0), opcode.i32LessThan, opcode.branchIf, 0];
  return wasmModule({
    parameters: [
      ...["end", ...results, ...arrays].map(() => "i32" as const),
      ...scalars.map(() => "f32" as const),
      "i32",
    ],
    locals: slots.size,
    code: [...prologue, ...opcode.loop, ...body, ...advance, ...again, opcode.end],
  });
}

const floatBytes = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
