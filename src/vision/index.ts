export { decodeImage, imageToInput, type DecodedImage } from "../data/index.js";
export {
  defineAugmentation,
  type Augmentation,
  type AugmentationOption,
  type ImageShape,
  type Pixels,
  type Settings,
} from "./augmentation.js";
export { augmentations } from "./augmentations/index.js";
export { bindAugmentations, type BoundAugmentation } from "./bind-augmentations.js";
export { fitPreparation, type Preparation } from "./preparation.js";
export { prepareInputs, preparer, type EpochAugmentation } from "./preparer.js";
export { SampleRandom } from "./sample-random.js";
