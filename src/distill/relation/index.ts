export { cc } from "./cc.js";
export { crd } from "./crd.js";
export { minilm } from "./minilm.js";
export { pkt } from "./pkt.js";
export { rkd } from "./rkd.js";
export { sp } from "./sp.js";
