export { assistant } from "./assistant.js";
