import { FormatError } from "../tensor/index.js";

/**
 * What a JSON file of ours says.
 * @param expected ends the message about a file that is another: 'expected the figures of a run, with "format": 1'
 * @throws FormatError if it is no JSON, or not of this format
 */
export function parseRecord<Value extends { readonly format: 1 }>(text: string, path: string, expected: string): Value {
  try {
    const record = JSON.parse(text) as Value | null;
    if (record?.format === 1) return record;
  } catch (cause) {
    throw new FormatError(`${path}: is no JSON: ${(cause as Error).message}`, { cause });
  }
  throw new FormatError(`${path}: ${expected}`);
}
