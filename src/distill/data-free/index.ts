export { dafl } from "./dafl.js";
