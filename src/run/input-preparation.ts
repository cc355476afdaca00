import type { Prepare } from "../data/index.js";
import { prepareTexts, type TextPreparation } from "../text/index.js";
import { preparer, type Preparation } from "../vision/index.js";

/** How raw samples become what a network sees: of images and rows of numbers, or of texts. */
export type InputPreparation = Preparation | TextPreparation;

export const isOfTexts = (preparation: InputPreparation): preparation is TextPreparation => "words" in preparation;

/** Inputs without augmentation, of samples that are encoded where they are texts. */
export const prepareBy = (preparation: InputPreparation): Prepare =>
  isOfTexts(preparation) ? prepareTexts : preparer(preparation);
