import type { Rows } from "../rows.js";
import { layout, sharedKernel, type Kernel } from "./kernel.js";

/** Bytes of rows that are worked on together: they stay in the processor's second cache. */
const blockLength = 1 << 17;

/**
 * Multiplies each of the first rows with each query.
 * @param count how many rows
 * @param visit gets the dot products of some rows, `first` and those behind it, with query number `query`; the array is
 *              overwritten afterwards
 */
export function scan(
  rows: Rows,
  queries: readonly Float32Array[],
  count: number,
  visit: (products: Float32Array, first: number, query: number) => void,
): void {
  const block = openBlock(rows, queries.length);
  queries.forEach((query, q) => block.setQuery(q, query));
  for (let from = 0; from < count; from += block.capacity) {
    const to = Math.min(count, from + block.capacity);
    block.load(from, to);
    queries.forEach((_, q) => visit(block.dots(q, to - from), from, q));
  }
}

/** The squared length of every row. */
export function squaredLengths(rows: Rows): Float32Array {
  const lengths = new Float32Array(rows.length);
  const block = openBlock(rows, 0);
  for (let from = 0; from < rows.length; from += block.capacity) {
    const to = Math.min(rows.length, from + block.capacity);
    block.load(from, to);
    lengths.set(block.squares(to - from), from);
  }
  return lengths;
}

/** Some rows and queries in the memory of the kernel. */
interface Block {
  /** How many rows fit. */
  readonly capacity: number;
  setQuery(index: number, query: Float32Array): void;
  /** Fetches rows `from` to `to - 1`. */
  load(from: number, to: number): void;
  /** Products of the first `count` fetched rows with a query; a view that the next call overwrites. */
  dots(query: number, count: number): Float32Array;
  squares(count: number): Float32Array;
}

function openBlock(rows: Rows, queries: number): Block {
  const { size } = rows;
  const capacity = Math.max(4, Math.floor(blockLength / (4 * size)));
  const place = layout();
  const at = {
    rows: place(4 * capacity * size),
    queries: place(4 * queries * size),
    products: place(4 * capacity),
    bytes: place(rows.dtype === "int8" ? capacity * size : 0),
    scales: place(rows.dtype === "int8" ? 4 * capacity : 0),
  };
  const kernel = sharedKernel(place(0));
  const floats = (address: number, length: number) => new Float32Array(kernel.memory.buffer, address, length);
  const products = floats(at.products, capacity);
  return {
    capacity,
    setQuery: (index, query) => floats(at.queries + 4 * index * size, size).set(query),
    load: loaderOf(rows, at, kernel, floats),
    dots(query, count) {
      kernel.dots(at.rows, at.queries + 4 * query * size, at.products, count, size);
      return products.subarray(0, count);
    },
    squares(count) {
      kernel.squares(at.rows, at.products, count, size);
      return products.subarray(0, count);
    },
  };
}

function loaderOf(
  rows: Rows,
  at: { readonly rows: number; readonly bytes: number; readonly scales: number },
  kernel: Kernel,
  floats: (address: number, length: number) => Float32Array,
): Block["load"] {
  const { size } = rows;
  if (rows.dtype === "float32") {
    return (from, to) => rows.copy(from, to, floats(at.rows, (to - from) * size));
  }
  return (from, to) => {
    const count = to - from;
    new Int8Array(kernel.memory.buffer, at.bytes, count * size).set(rows.data.subarray(from * size, to * size));
    floats(at.scales, count).set(rows.scales.subarray(from, to));
    kernel.dequantize(at.bytes, at.scales, at.rows, count, size);
  };
}
