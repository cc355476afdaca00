/** What a character is to a tokeniser. */
export const characterClass = {
  /** Parts words and stands for nothing: white space, control characters, half of a surrogate pair. */
  separator: 0,
  /** A letter, or a number that is no digit, as ½. The underscore is one, so that joined phrases stay whole. */
  letter: 1,
  digit: 2,
  /** Goes on with a word and begins none: accents, and the joiners of Persian, Hindi and their like. */
  mark: 3,
  /** A Chinese character: scripts without blanks have no other word that could be told without a dictionary. */
  ideograph: 4,
  /** Punctuation and symbols. */
  other: 5,
} as const;

const unknown = 255;

/** Classes of the basic plane, each filled in when it is first asked for. */
const known = new Uint8Array(0x10000).fill(unknown);

/** The class of a code point. */
export function classOf(codePoint: number): number {
  if (codePoint > 0xffff) return derive(codePoint);
  const found = known[codePoint]!;
  return found === unknown ? (known[codePoint] = derive(codePoint)) : found;
}

function derive(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (/\p{Nd}/u.test(character)) return characterClass.digit;
  if (/\p{Script=Han}/u.test(character)) return characterClass.ideograph;
  if (/[\p{L}\p{N}_]/u.test(character)) return characterClass.letter;
  if (/[\p{M}\u200c\u200d]/u.test(character)) return characterClass.mark;
  return /[\p{P}\p{S}]/u.test(character) ? characterClass.other : characterClass.separator;
}
