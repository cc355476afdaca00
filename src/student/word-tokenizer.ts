import { addressesOf } from "./addresses.js";
import { characterClass, classOf } from "./character-class.js";

export interface WordTokenizerOptions {
  /** Turn capitals into small letters; default true. */
  readonly lowercase?: boolean;
  /** What becomes of numbers as 1984 or 3.14: `mask` makes each the word `<number>`; default `keep`. */
  readonly numbers?: "keep" | "mask" | "drop";
  /** What becomes of web and e-mail addresses: `mask` makes them `<url>` and `<email>`; default `mask`. */
  readonly addresses?: "keep" | "mask" | "drop";
  /** Make each punctuation mark and symbol, emoji among them, a word of its own; default false: they part words. */
  readonly punctuation?: boolean;
}

const { letter, digit, mark, ideograph, other } = characterClass;

/**
 * Parts a text into words, in any script: letters with their accents, digits and underscores in a row, an apostrophe
 * between two of them included (don't, l'eau), and a point or comma between two digits of a number. Accents are composed
 * (Unicode NFC), ’ becomes '. Each Chinese character is a word; Thai, Japanese kana and other scripts without blanks stay
 * whole between blanks.
 *
 *   new WordTokenizer().tokenize("Don't pay $3.50, see www.example.org!"); // ["don't", "pay", "3.50", "see", "<url>"]
 */
export class WordTokenizer {
  /** All options, those left out at their defaults: what a student is saved with. */
  readonly options: Readonly<Required<WordTokenizerOptions>>;

  constructor({
    lowercase = true,
    numbers = "keep",
    addresses = "mask",
    punctuation = false,
  }: WordTokenizerOptions = {}) {
    this.options = { lowercase, numbers, addresses, punctuation };
  }

  /** The words of a text, in their order. */
  tokenize(text: string): string[] {
    const normal = normalize(this.options.lowercase ? text.toLowerCase() : text);
    const words: string[] = [];
    let from = 0;
    for (const { kind, start, end } of addressesOf(normal)) {
      this.#addWords(words, normal, from, start);
      if (this.options.addresses !== "drop")
        words.push(this.options.addresses === "keep" ? normal.slice(start, end) : `<${kind}>`);
      from = end;
    }
    this.#addWords(words, normal, from, normal.length);
    return words;
  }

  /** Adds the words between two places where no address stands. */
  #addWords(words: string[], text: string, from: number, to: number): void {
    const { numbers, punctuation } = this.options;
    for (let at = from; at < to;) {
      const kind = classAt(text, at);
      if (kind === letter || kind === digit) {
        const end = wordEnd(text, at, to);
        const isNumber = numbers !== "keep" && kind === digit && /^[\p{Nd}.,]+$/u.test(text.slice(at, end));
        if (!isNumber) words.push(text.slice(at, end));
        else if (numbers === "mask") words.push("<number>");
        at = end;
      } else {
        const end = at + widthAt(text, at);
        if (kind === ideograph || (punctuation && kind === other)) words.push(text.slice(at, end));
        at = end;
      }
    }
  }
}

/** Composes accents, makes all apostrophes ', and drops soft hyphens, which only say where a line may break. */
function normalize(text: string): string {
  const composed = text.normalize("NFC");
  return /[’\u00ad]/.test(composed) ? composed.replaceAll("’", "'").replaceAll("\u00ad", "") : composed;
}

/** Where the word ends that begins at `from` with a letter or a digit. */
function wordEnd(text: string, from: number, to: number): number {
  let before = classAt(text, from);
  for (let at = from + widthAt(text, from); at < to;) {
    const kind = classAt(text, at);
    if (kind === letter || kind === digit || kind === mark) {
      if (kind !== mark) before = kind;
      at += widthAt(text, at);
    } else if (at + 1 < to && joins(text[at]!, before, classAt(text, at + 1))) at++;
    else return at;
  }
  return to;
}

/** Whether a character between two of a word's belongs to the word. */
const joins = (character: string, before: number, after: number): boolean =>
  character === "'"
    ? after === letter || after === digit
    : (character === "." || character === ",") && before === digit && after === digit;

const classAt = (text: string, at: number): number => {
  const unit = text.charCodeAt(at);
  return classOf(isHighSurrogate(unit) ? text.codePointAt(at)! : unit);
};

const widthAt = (text: string, at: number): number =>
  isHighSurrogate(text.charCodeAt(at)) && text.codePointAt(at)! > 0xffff ? 2 : 1;

const isHighSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
