/** A vector of one's own, as long as those that are asked. */
export type Vector = Float32Array | readonly number[];

/** The length of a vector. */
export const norm = (vector: Vector): number => Math.sqrt(dot(vector, vector));

/** The vector at length 1; a zero vector stays what it is. */
export function unit(vector: Float32Array): Float32Array {
  const length = norm(vector);
  return length === 0 ? vector : vector.map((x) => x / length);
}

/** The cosine of the angle between two vectors; 0 where one of them is zero. */
export function cosine(a: Vector, b: Vector): number {
  return dot(a, b) / (norm(a) * norm(b)) || 0;
}

/** The length of the way from one vector to another. */
export function euclidean(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
