/** The shortest decimal number that is read as the same float32. */
export function shortestFloat32(value: number): string {
  // Six digits are always told apart, nine always suffice.
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
