import type { Weight } from "../weights.js";

/** What flows between two layers, and where it lies. Rows are filled up with zeros to whole SIMD vectors. */
export type Form = WordsForm | SequenceForm | VectorForm | ImageForm;

/** Words of a text as rows of a table. */
export interface WordsForm {
  readonly kind: "words";
  readonly table: Weight;
  readonly features: number;
}

/** A row for each word: how many there are changes from text to text. */
export interface SequenceForm {
  readonly kind: "sequence";
  readonly at: number;
  /** Bytes from a row to the next. */
  readonly step: number;
  readonly features: number;
}

export interface VectorForm {
  readonly kind: "vector";
  readonly at: number;
  readonly features: number;
}

/** Pixels in lines with one of zeros on each side and a line of them above and below; channels lie side by side. */
export interface ImageForm {
  readonly kind: "image";
  /** Of the zeros above the upper left pixel. */
  readonly at: number;
  /** Bytes from a pixel to the next. */
  readonly pixel: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Bytes from a line of an image to the next. */
export const lineBytes = ({ pixel, width }: ImageForm): number => pixel * (width + 2);

/** The address of the upper left pixel. */
export const firstPixel = (form: ImageForm): number => form.at + lineBytes(form) + form.pixel;
