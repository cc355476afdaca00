/** A student cannot be loaded or used: the message says what was given, what was expected, and how to mend it. */
export class StudentError extends Error {
  override readonly name = "StudentError";
}
