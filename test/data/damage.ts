import fc from "fast-check";

/** Damage as files meet it: bits flipped, bytes replaced, cut out, put in, or the end missing. */
export const damage = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("flip"), at: fc.nat(), bit: fc.nat(7) }),
    fc.record({ kind: fc.constant("replace"), at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }) }),
    fc.record({ kind: fc.constant("insert"), at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
    fc.record({ kind: fc.constant("cut"), at: fc.nat(), length: fc.nat(40) }),
    fc.record({ kind: fc.constant("truncate"), at: fc.nat() }),
  ),
  { minLength: 1, maxLength: 3 },
);
type Damage = typeof damage extends fc.Arbitrary<readonly (infer Kind)[]> ? Kind : never;

/** A file with one such damage. */
export function damaged(bytes: Uint8Array, change: Damage): Uint8Array {
  // The start matters most, that is where headers are: half of the places fall into the first 32 bytes.
  const reach = change.at % 2 === 0 ? Math.min(32, bytes.length) : bytes.length;
  const at = reach === 0 ? 0 : Math.floor(change.at / 2) % reach;
  const around = (middle: Iterable<number>, skip: number): Uint8Array =>
    Uint8Array.from([...bytes.subarray(0, at), ...middle, ...bytes.subarray(at + skip)]);
  if ("bit" in change) return around([(bytes[at] ?? 0) ^ (1 << change.bit)], 1);
  if ("bytes" in change) return around(change.bytes, change.kind === "replace" ? change.bytes.length : 0);
  return around([], "length" in change ? change.length : bytes.length);
}
