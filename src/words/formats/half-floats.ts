import { fromFloat16 } from "../../student/float16.js";

/**
 * Numbers of 16 bits (IEEE 754 binary16) as float32.
 * @param bytes little-endian
 */
export function halfFloats(bytes: Uint8Array): Float32Array {
  const result = new Float32Array(bytes.length / 2);
  for (let i = 0; i < result.length; i++) result[i] = fromFloat16(bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
  return result;
}
