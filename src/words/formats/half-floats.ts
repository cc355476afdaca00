/**
 * Numbers of 16 bits (IEEE 754 binary16) as float32.
 * @param bytes little-endian
 */
export function halfFloats(bytes: Uint8Array): Float32Array {
  const result = new Float32Array(bytes.length / 2);
  for (let i = 0; i < result.length; i++) result[i] = halfFloat(bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
  return result;
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
