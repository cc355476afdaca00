/**
 * Where text comes from: the path of a file (plain or gzip) or of a folder, whose files are all read; `-` for standard
 * input; several paths; or pieces of text from anywhere.
 */
export type TextSource =
  string | { readonly paths: readonly string[] } | Iterable<TextPiece> | AsyncIterable<TextPiece>;

/** Bytes of UTF-8, cut anywhere; or a sentence as a line of text; or the words of a sentence. */
export type TextPiece = Uint8Array | string | readonly string[];
