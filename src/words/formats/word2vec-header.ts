/** What the first line of a word2vec file says. */
export interface Word2VecHeader {
  readonly count: number;
  readonly size: number;
  /** Bytes of the line with its end. */
  readonly length: number;
}

/** The first line of a word2vec file: the number of words and of numbers in a vector. Undefined for any other line. */
export function word2VecHeader(start: Uint8Array): Word2VecHeader | undefined {
  const end = start.subarray(0, 64).indexOf(0x0a);
  const match = /^(\d{1,15})[ \t]+(\d{1,15})[ \t\r]*$/.exec(
    Buffer.from(start.subarray(0, Math.max(0, end))).toString("latin1"),
  );
  return match === null ? undefined : { count: Number(match[1]), size: Number(match[2]), length: end + 1 };
}
