const [zero, point, plus, minus, lowerE, upperE] = [0x30, 0x2e, 0x2b, 0x2d, 0x65, 0x45];
/** Powers of ten that a float64 holds exactly. */
const powers = Array.from({ length: 23 }, (_, i) => 10 ** i);
/** So many digits fit into a float64 exactly. */
const exactDigits = 15;

/**
 * Reads a decimal number written in ASCII, `bytes[from]` to `bytes[to - 1]`; "nan" and "inf" too.
 * @returns undefined for anything else
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number | undefined {
  let at = from;
  const sign = bytes[at] === minus ? -1 : 1;
  if (bytes[at] === minus || bytes[at] === plus) at++;
  let [digits, exponent, mantissa] = [0, 0, 0];
  let isFraction = false;
  for (; at < to; at++) {
    const digit = bytes[at]! - zero;
    if (digit >= 0 && digit <= 9) {
      mantissa = 10 * mantissa + digit;
      digits++;
      if (isFraction) exponent--;
    } else if (bytes[at] === point && !isFraction) isFraction = true;
    else break;
  }
  if (digits === 0 || digits > exactDigits) return parseSlowly(bytes, from, to);
  if (at < to) {
    const power = bytes[at] === lowerE || bytes[at] === upperE ? parseExponent(bytes, at + 1, to) : undefined;
    if (power === undefined) return parseSlowly(bytes, from, to);
    exponent += power;
  }
  // Both are exact, so that one operation rounds once (Clinger 1990, "How to Read Floating Point Numbers Accurately").
  if (exponent >= 0 && exponent <= 22) return sign * mantissa * powers[exponent]!;
  if (exponent < 0 && exponent >= -22) return (sign * mantissa) / powers[-exponent]!;
  return parseSlowly(bytes, from, to);
}

function parseExponent(bytes: Uint8Array, from: number, to: number): number | undefined {
  const sign = bytes[from] === minus ? -1 : 1;
  const first = bytes[from] === minus || bytes[from] === plus ? from + 1 : from;
  if (first === to || to - first > 3) return undefined;
  let value = 0;
  for (let at = first; at < to; at++) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return undefined;
    value = 10 * value + digit;
  }
  return sign * value;
}

function parseSlowly(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (to - from > 1000) return undefined;
  const text = Buffer.from(bytes.subarray(from, to)).toString("latin1");
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^[+-]?nan$/i.test(text)) return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  return infinite === null ? undefined : infinite[1] === "-" ? -Infinity : Infinity;
}
