export { loadRuntime } from "./load-runtime.js";
export { FloatMemory, ParameterStore, type FloatBuffer } from "./memory.js";
export { compile, type Program, type ProgramDefinition, type ProgramOptions } from "./program.js";
export { providers } from "./runtime.js";
export type { Arrays, Provider, Runtime, Session, SessionOptions } from "./runtime.js";
export { chooseThreads } from "./threads.js";
