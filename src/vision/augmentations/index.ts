import type { Augmentation } from "../augmentation.js";
import { crop } from "./crop.js";
import { flip } from "./flip.js";
import { jitter } from "./jitter.js";

/** Every augmentation that `data.augment` can name. */
export const augmentations: readonly Augmentation[] = [jitter, crop, flip];
