const pieceLength = 1 << 20;

/** Joins short pieces to ones of about a megabyte. Each is copied before the next is asked for. */
export function* joined(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let buffer = new Uint8Array(pieceLength);
  let end = 0;
  for (const piece of pieces) {
    if (end + piece.length > pieceLength) {
      yield buffer.subarray(0, end);
      buffer = new Uint8Array(Math.max(pieceLength, piece.length));
      end = 0;
    }
    buffer.set(piece, end);
    end += piece.length;
  }
  yield buffer.subarray(0, end);
}
