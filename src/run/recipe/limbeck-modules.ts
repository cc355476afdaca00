/** What `import "limbeck"` and its subpaths mean in a recipe: the modules that are running. */
export async function limbeckModules(): Promise<Record<string, Record<string, unknown>>> {
  return { limbeck: await import("../recipe-exports.js") };
}
