export {
  batchCount,
  batches,
  epochOrder,
  type Batch,
  type BatchOptions,
  type Inputs,
  type Prepare,
} from "./batches.js";
export { classCounts, numericShape, subset, type DataFile, type Dataset, type Splits } from "./dataset.js";
export {
  dataFormats,
  type AugmentSpec,
  type DataFormat,
  type DataSource,
  type DataSpec,
  type NormalizeSpec,
  type ReadSpec,
} from "./data-spec.js";
export { locateFile } from "./file-reference.js";
export { fingerprint } from "./fingerprint.js";
export { decodeImage, type DecodedImage } from "./images/decode-image.js";
export { imageToInput } from "./images/image-to-input.js";
export { parseIdx, type IdxFile } from "./idx-file.js";
export { loadDataset, type LoadOptions } from "./load-dataset.js";
export { loadSplits } from "./load-splits.js";
export { readers } from "./readers/index.js";
export { readSafetensorsFile, readSafetensorsFileHeader, writeSafetensorsFile } from "./safetensors-file.js";
export { numberedTexts, textLengths, textShape, wordsOf, type TextSamples } from "./text-samples.js";
export { stratifiedDraw } from "./stratify.js";
export { withoutClasses } from "./without-classes.js";
export { fileError, writeAtomic } from "./write-atomic.js";
