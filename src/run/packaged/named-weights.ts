import { toFloat16 } from "../../student/float16.js";
import type { Weight, WeightType } from "../../student/weights.js";
import { FormatError, type NDArray } from "../../tensor/index.js";

/** A trained network's weights by name, and those of the student that is packed from them. */
export class NamedWeights {
  /** What the student keeps. */
  readonly kept = new Map<string, Weight>();

  /**
   * @param arrays as weights.safetensors has them
   * @param type   how matrices are kept; vectors stay float32
   */
  constructor(
    readonly arrays: ReadonlyMap<string, NDArray>,
    readonly type: WeightType,
  ) {}

  /** @throws FormatError if there is none of that name */
  get(name: string): { readonly shape: readonly number[]; readonly data: Float32Array } {
    const array = this.arrays.get(name);
    if (array?.data instanceof Float32Array) return { shape: array.shape, data: array.data };
    throw new FormatError(`The network's weights hold no float32 "${name}".`);
  }

  has(name: string): boolean {
    return this.arrays.has(name);
  }

  /** Keeps a weight as it is, and gives its name. */
  keep(name: string): string {
    const { shape, data } = this.get(name);
    return this.add(name, shape, data);
  }

  /** Keeps numbers under a name, and gives the name. */
  add(name: string, shape: readonly number[], data: Float32Array): string {
    this.kept.set(name, pack(shape, data, shape.length === 1 ? "float32" : this.type));
    return name;
  }
}

function pack(shape: readonly number[], data: Float32Array, type: WeightType): Weight {
  if (type === "float32") return { type, shape, data };
  if (type === "float16") return { type, shape, data: Uint16Array.from(data, toFloat16) };
  const length = data.length / shape[0]!;
  const scales = Float32Array.from({ length: shape[0]! }, (_, row) => {
    let largest = 0;
    for (let i = row * length; i < (row + 1) * length; i++) largest = Math.max(largest, Math.abs(data[i]!));
    return largest / 127 || 1; // a row of zeros stays one
  });
  const rounded = Int8Array.from(data, (x, i) => Math.round(x / scales[Math.floor(i / length)]!));
  return { type, shape, data: rounded, scales };
}
