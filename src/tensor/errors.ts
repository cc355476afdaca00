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

/** A recipe is wrong: an unknown option, a value outside of what it may be, a file that does not parse. */
export class RecipeError extends LimbeckError {}

/** A file or folder cannot be read or written: missing, no permission, no space left. */
export class FileError extends LimbeckError {}

/** A folder cannot take the run that was asked for: it holds another run, or something that is no run. */
export class RunFolderError extends LimbeckError {}

/** Training cannot go on: a loss or a weight is no longer finite. Resuming ends in the same place. */
export class TrainingFailure extends LimbeckError {}
