/** Marks what only a TypeScript recipe can say: it is left out of the JSON Schema. */
export const typescriptOnly = { typescriptOnly: true };
