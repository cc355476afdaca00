import { ByteReader } from "../formats/byte-reader.js";

/**
 * The lines of a text file, packed by gzip or not.
 * @throws FileError if it cannot be read
 */
export async function readLines(path: string): Promise<string[]> {
  const reader = await ByteReader.open(path);
  try {
    const text = new TextDecoder().decode(await reader.fetch(Infinity));
    return text.split(/\r?\n/);
  } finally {
    await reader.close();
  }
}
