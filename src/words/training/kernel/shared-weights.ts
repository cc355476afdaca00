import type { Random } from "../../../tensor/index.js";
import type { TrainingOptions } from "../training-options.js";
import type { Weights } from "../weights.js";
import { aliasTable } from "./alias-table.js";
import type { HuffmanPaths } from "./huffman.js";
import { keepTable } from "./keep-table.js";
import type { MemoryLayout } from "./memory-layout.js";

/** Rows in the threads' memory, filled up to `rowBytes`, and the tables beside them. */
export class SharedWeights {
  readonly memory: WebAssembly.Memory;

  constructor(
    readonly layout: MemoryLayout,
    readonly words: number,
    readonly size: number,
  ) {
    const pages = Math.ceil(layout.bytes / 65536);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  }

  /**
   * The weights that training begins with: those given, else vectors uniform in ±1/size and output rows of zeros, as
   * gensim's.
   */
  start(given: Partial<Weights>, random: Random): void {
    if (given.input) this.#write(this.layout.inputs, given.input);
    else this.#write(this.layout.inputs, this.#randomVectors(random));
    if (given.output && this.layout.outputs !== 0) this.#write(this.layout.outputs, given.output);
    if (given.nodes && this.layout.nodes !== 0) this.#write(this.layout.nodes, given.nodes);
  }

  /** Which words are kept and drawn, and their paths. */
  setTables(
    counts: Float64Array,
    options: Pick<TrainingOptions, "sample" | "nsExponent">,
    paths: HuffmanPaths | undefined,
  ): void {
    const { keep, aliases, pathStarts, pathNodes, pathCodes } = this.layout;
    const put = (address: number, table: Uint32Array | Uint8Array): void =>
      new Uint8Array(this.memory.buffer).set(new Uint8Array(table.buffer), address);
    if (keep !== 0) put(keep, keepTable(counts, options.sample));
    if (aliases !== 0) put(aliases, aliasTable(counts.map((count) => count ** options.nsExponent)));
    if (!paths) return;
    put(pathStarts, paths.starts);
    put(pathNodes, paths.nodes);
    put(pathCodes, paths.codes);
  }

  /** A copy of the weights as they are. */
  read(): Weights {
    const { inputs, outputs, nodes } = this.layout;
    return {
      input: this.#read(inputs, this.words),
      output: outputs === 0 ? undefined : this.#read(outputs, this.words),
      nodes: nodes === 0 ? undefined : this.#read(nodes, this.words - 1),
    };
  }

  #randomVectors(random: Random): Float32Array {
    return Float32Array.from({ length: this.words * this.size }, () => (2 * random.next() - 1) / this.size);
  }

  #row(address: number, index: number): Float32Array {
    return new Float32Array(this.memory.buffer, address + index * this.layout.rowBytes, this.size);
  }

  #write(address: number, rows: Float32Array): void {
    const { size } = this;
    for (let i = 0; i * size < rows.length; i++) this.#row(address, i).set(rows.subarray(i * size, (i + 1) * size));
  }

  #read(address: number, count: number): Float32Array {
    const rows = new Float32Array(count * this.size);
    for (let i = 0; i < count; i++) rows.set(this.#row(address, i), i * this.size);
    return rows;
  }
}
