import { FormatError, OptionError } from "../../tensor/index.js";
import { plainBytes } from "../data-file.js";

/** An image in memory. */
export interface DecodedImage {
  /** `[height, width, channels]`, 0…255. */
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** 1 is brightness, 3 is red, green, blue. */
  readonly channels: number;
}

/** Larger images are refused before they are unpacked. */
const maximumPixels = 1 << 26;

/**
 * Unpacks a PNG, JPEG or other image that sharp knows, turned upright as its camera noted, transparent parts on white.
 * @param name the file's name, for messages
 * @returns one channel for images without colour, else three
 * @throws FormatError if it is no image, truncated, or has more than 67 million pixels
 * @throws OptionError if the package sharp is not installed
 */
export async function decodeImage(bytes: Uint8Array, name = "image"): Promise<DecodedImage> {
  const sharp = await loadSharp();
  try {
    const image = sharp(bytes, { limitInputPixels: maximumPixels, failOn: "truncated" });
    const { space } = await image.metadata();
    const isGray = space === "b-w" || space === "grey16";
    const { data, info } = await image
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .toColourspace(isGray ? "b-w" : "srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { pixels: plainBytes(data), height: info.height, width: info.width, channels: info.channels };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`${name}: cannot be read as an image (${reason}). Expected a whole PNG or JPEG file.`, {
      cause,
    });
  }
}

/** The package sharp, which is optional. */
export async function loadSharp(): Promise<typeof import("sharp").default> {
  try {
    return (await import("sharp")).default;
  } catch (cause) {
    throw new OptionError("Reading images needs the npm package sharp. Run: npm install sharp", { cause });
  }
}
