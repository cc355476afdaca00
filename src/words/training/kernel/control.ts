/** Places in the Int32 array by which the threads agree who does what. */
export const control = {
  /** The next task that nobody has taken. */
  next: 0,
  /** The first task that nobody is to take. */
  limit: 1,
} as const;
