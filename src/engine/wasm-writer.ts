/**
 * Just enough of the WebAssembly binary format (WebAssembly Core Specification 2.0, section 5) to write a module with
 * one exported function, "run", over an imported memory, "env.memory".
 */
export function wasmModule({ parameters, locals, code }: FunctionBody): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...vector(parameters.map((p) => [valueType[p]])), 0];
  const groups = locals > 0 ? vector([[...unsigned(locals), valueType.v128]]) : vector([]);
  const body = [...groups, ...code, opcode.end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, vector([type])),
    ...section(2, vector([[...name("env"), ...name("memory"), 2, 0, 0]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...name("run"), 0, 0]])),
    ...section(10, vector([[...unsigned(body.length), ...body]])),
  ]);
}

export interface FunctionBody {
  readonly parameters: readonly ("i32" | "f32")[];
  /** How many v128 locals follow the parameters. */
  readonly locals: number;
  readonly code: readonly number[];
}

const valueType = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

/** The instructions that kernels use; those of 128-bit SIMD carry the prefix 0xfd. */
export const opcode = {
  end: 0x0b,
  loop: [0x03, 0x40],
  block: [0x02, 0x40],
  branch: 0x0c,
  branchIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Const: 0x41,
  i32GreaterEqual: 0x4f, // unsigned
  i32LessThan: 0x49, // unsigned
  i32Add: 0x6a,
  load: simd(0, 4, 0), // 16-byte aligned, offset 0
  store: simd(11, 4, 0),
  splat: simd(19),
  bitselect: simd(82),
  equal: simd(65),
  less: simd(67),
  greater: simd(68),
  lessEqual: simd(69),
  greaterEqual: simd(70),
  abs: simd(224),
  neg: simd(225),
  sqrt: simd(227),
  add: simd(228),
  sub: simd(229),
  mul: simd(230),
  div: simd(231),
  min: simd(232),
  max: simd(233),
} as const;

function simd(code: number, ...immediates: number[]): readonly number[] {
  return [0xfd, ...unsigned(code), ...immediates];
}

/** A whole number in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
const name = (text: string): number[] => vector(Array.from(text, (letter) => [letter.charCodeAt(0)]));
