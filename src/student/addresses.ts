/** Where a web or e-mail address stands in a text. */
export interface Address {
  readonly kind: "url" | "email";
  readonly start: number;
  readonly end: number;
}

// A part before @ has at most 64 letters, a part of a domain at most 63 (RFC 5321, RFC 1035): without these limits a
// text such as a.a.a.a… would take time squared.
const pattern = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}_])(?:(?:https?|ftp)://|www\.)[^\s<>"]+` +
    String.raw`|(?<![\p{L}\p{M}\p{N}_.+-])[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+`,
  "giu",
);

/** Web and e-mail addresses of a text, in their order. Punctuation at the end of one belongs to the sentence around it. */
export function addressesOf(text: string): readonly Address[] {
  if (!text.includes("@") && !text.includes("://") && !/www\./i.test(text)) return []; // most texts
  return Array.from(text.matchAll(pattern), ({ 0: match, index: start }) => {
    const kind = /^[^/]*@/.test(match) ? "email" : "url";
    return { kind, start, end: start + match.replace(/[.,;:!?'’)\]}…]+$/u, "").length };
  });
}
