import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { fileError } from "../data/write-atomic.js";
import type { RunEvent } from "./run-event.js";

/**
 * `events.jsonl`: one event a line, only ever appended to. A kill may tear the last line; it is dropped when the log
 * is opened again.
 */
export class EventLog {
  readonly #path: string;
  readonly #file: number;
  #position: number;

  /**
   * @param path the file; made if it is missing
   * @param keepBytes keep so much of what is there: the `position` that a checkpoint noted, so that events after it,
   *   which will come again, are not there twice; default all whole lines. 0 begins anew.
   * @throws FileError if it cannot be written
   */
  constructor(path: string, keepBytes = Infinity) {
    this.#path = path;
    try {
      this.#file = openSync(path, "a+");
      this.#position = wholeLines(this.#file, keepBytes);
      if (fstatSync(this.#file).size > this.#position) ftruncateSync(this.#file, this.#position);
    } catch (error) {
      throw fileError(error, path, "written");
    }
  }

  /** Bytes written so far: a checkpoint notes it. */
  get position(): number {
    return this.#position;
  }

  /** Writes an event at once. */
  append(event: RunEvent): void {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    try {
      // An almost full disk takes a part of it.
      for (let done = 0; done < line.length;) done += writeSync(this.#file, line, done);
    } catch (error) {
      throw fileError(error, this.#path, "written");
    }
    this.#position += line.length;
  }

  /** Flushes to the disk where that is possible: a log that could not be written has said so before. */
  close(): void {
    try {
      fsyncSync(this.#file);
    } catch {
      // Events inform; what a run needs to go on lies in its checkpoints.
    }
    closeSync(this.#file);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The largest number of bytes, at most `limit`, that end with a line's end. */
function wholeLines(file: number, limit: number): number {
  const chunk = Buffer.alloc(64 * 1024);
  for (let end = Math.min(fstatSync(file).size, limit); end > 0;) {
    const from = Math.max(0, end - chunk.length);
    const count = readSync(file, chunk, 0, end - from, from);
    const newline = chunk.subarray(0, count).lastIndexOf(0x0a);
    if (newline >= 0) return from + newline + 1;
    end = from;
  }
  return 0;
}
