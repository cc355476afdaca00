import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { isGzip } from "../../../data/gunzip.js";
import { fileError } from "../../../data/index.js";
import { FormatError } from "../../../tensor/index.js";

const pieceLength = 1 << 20;

/**
 * The bytes of a text file, or with `-` of standard input, piece by piece; gzip is unpacked, a byte order mark left out.
 * @param count is told how many bytes were read, as they lie on the disk
 * @throws FileError if it cannot be read
 * @throws FormatError if it is no text, or its gzip data is broken
 */
export async function* readText(path: string, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const name = path === "-" ? "standard input" : path;
  const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: pieceLength });
  let isFirst = true;
  for await (const piece of unpacked(counted(stream, name, count), name)) {
    yield isFirst ? checkedStart(piece, name) : piece;
    isFirst = false;
  }
}

async function* counted(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) {
      count(piece.length);
      yield piece;
    }
  } catch (error) {
    throw fileError(error, name, "read");
  }
}

/** The pieces as they are, or unpacked if they begin as gzip does. */
async function* unpacked(pieces: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const start = await startOf(pieces);
  const whole = startingWith(start, pieces);
  if (!isGzip(start)) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip({ chunkSize: pieceLength });
  pipeline(Readable.from(whole, { objectMode: false }), gunzip, () => undefined); // the loop below meets the error
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) yield piece;
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_"))) throw cause;
    throw new FormatError(
      `${name}: its gzip data is broken (${cause.message}). It is truncated or damaged: fetch the file again.`,
      { cause },
    );
  }
}

/** The first bytes: two at least, if there are so many. A pipe may bring them one at a time. */
async function startOf(pieces: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let start: Uint8Array = new Uint8Array(0);
  while (start.length < 2) {
    const next = await pieces.next();
    if (next.done === true) break;
    start = start.length === 0 ? next.value : Buffer.concat([start, next.value]);
  }
  return start;
}

async function* startingWith(start: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (start.length > 0) yield start;
  yield* rest;
}

/** The first piece without a byte order mark; what is no text is refused. */
function checkedStart(piece: Uint8Array, name: string): Uint8Array {
  const [first, second, third] = piece;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new FormatError(`${name}: is UTF-16. Turn it into UTF-8: iconv -f UTF-16 -t UTF-8 ${name}`);
  if (piece.includes(0))
    throw new FormatError(`${name}: is no text: it holds zero bytes. Give text files, plain or gzip.`);
  return first === 0xef && second === 0xbb && third === 0xbf ? piece.subarray(3) : piece;
}
