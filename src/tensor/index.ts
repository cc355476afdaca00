export { ndarray, float32, type NDArray } from "./array.js";
export { arrayClass, bytesPerElement, isFloating, type DType, type TypedArray } from "./dtype.js";
export {
  DataError,
  FileError,
  FormatError,
  LimbeckError,
  OptionError,
  RecipeError,
  RunFolderError,
  ShapeError,
  TrainingFailure,
} from "./errors.js";
export { nearest, suggestion } from "./nearest.js";
export { mix32, Random } from "./random.js";
export {
  broadcastShapes,
  formatShape,
  isStatic,
  normalizeAxis,
  sameShape,
  sizeOf,
  stridesOf,
  type Dim,
  type Shape,
} from "./shape.js";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.js";
export {
  decodeSafetensorsHeader,
  encodeSafetensorsHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from "./safetensors-header.js";
