import { count, shorten } from "../format.js";
import { html, type Html } from "../html.js";
import type { SampleView } from "../report-data.js";

/** Pictures that a page may show without asking a network: embedded ones, of formats that cannot hold scripts. */
const EMBEDDED = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/;
const LONGEST_TEXT = 280;

/** True if the sample has a picture that can be shown. */
export function hasImage({ image }: SampleView): boolean {
  return image !== undefined && EMBEDDED.test(image);
}

/** A sample's picture or text; a sample that has neither shows its number. */
export function sampleView(sample: SampleView, label: string): Html {
  const { index, image, text } = sample;
  const name = `test sample ${count(index)}`;
  if (hasImage(sample)) {
    return html`<img src="${image}" alt="${`${name}, labelled ${label}`}" title="${name}" loading="lazy" />`;
  }
  return html`<p class="sample-text" title="${name}">
    ${text === undefined ? `#${count(index)}` : shorten(text, LONGEST_TEXT)}
  </p>`;
}
