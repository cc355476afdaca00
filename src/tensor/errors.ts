/**
 * Base of every error that Limbeck throws on purpose: the message says what was given, what was expected, where,
 * and how to mend it. The command line prints the message without a stack and exits with code 2.
 */
export class LimbeckError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Shapes, axes or dtypes of tensors do not fit together. */
export class ShapeError extends LimbeckError {}

/** A file (data, model, vectors) is truncated, inconsistent, or of another format than it claims. */
export class FormatError extends LimbeckError {}

/** Data is readable but cannot be used: labels outside the classes, an empty class, too few samples. */
export class DataError extends LimbeckError {}

/** A value handed to a function or given as an option is outside of what it accepts. */
export class OptionError extends LimbeckError {}
