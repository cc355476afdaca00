import type { Sharp } from "sharp";
import { loadSharp } from "../../data/images/decode-image.js";
import { FileError } from "../../tensor/errors.js";
import type { WordMap } from "../../words/projection/word-map.js";
import { wordMapSvg } from "./word-map-svg.js";

type SharpPackage = Awaited<ReturnType<typeof loadSharp>>;

/** Pixels of the file to a pixel of the picture: sharp on fine screens. */
const scale = 2;

/**
 * A word map as a PNG file of 1920 x 1360 pixels, on white.
 * @throws OptionError if the optional package sharp is not installed
 * @throws FileError if the system has no font to write the words with
 */
export async function wordMapPng(map: WordMap): Promise<Uint8Array> {
  const sharp = await loadSharp();
  if (!(await hasFont(sharp))) {
    throw new FileError(
      "A PNG cannot be written: this system has no font for its words. Install one (Debian: fonts-dejavu-core), " +
        "or write an .html or .svg file.",
    );
  }
  return drawn(sharp, wordMapSvg(map)).png().toBuffer();
}

const drawn = (sharp: SharpPackage, svg: string): Sharp =>
  sharp(Buffer.from(svg), { density: 72 * scale }).flatten({ background: "#ffffff" });

/** Without a font, text is left out in silence. */
async function hasFont(sharp: SharpPackage): Promise<boolean> {
  const letter = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="16">M</text></svg>`;
  const { channels } = await drawn(sharp, letter).stats();
  return channels[0]!.min < 128;
}
