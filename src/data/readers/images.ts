import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { DataError, OptionError } from "../../tensor/index.js";
import { namedClasses } from "../class-labels.js";
import { readDataFile, unreadable } from "../data-file.js";
import { decodeImage, type DecodedImage } from "../images/decode-image.js";
import { imageToInput, resizeImage } from "../images/image-to-input.js";
import type { DataSource } from "../data-spec.js";
import type { ReadContext, Reader } from "../reader.js";

/** A folder a class, PNG or JPEG files in it (also in folders below): the layout of torchvision's ImageFolder. */
export const images: Reader = {
  format: "images",
  summary: "a folder of images (PNG, JPEG) for each class",
  recognizes: (_path, isFolder) => isFolder,
  async read(source, context) {
    const { where, classes } = context;
    const root = await context.locate(singleFolder(source, where));
    const files = await labelledFiles(root, where);
    const loaded = await decodeAll(root, files, context);
    const channels = channelsOf(loaded.images, context);
    const { height, width } = loaded.images[0]!;
    const size = channels * height * width;
    const inputs = new Uint8Array(files.length * size);
    for (const [i, image] of loaded.images.entries())
      inputs.set(await imageToInput(image, [channels, height, width]), i * size);
    return {
      inputs,
      shape: [channels, height, width],
      ...namedClasses(
        files.map(({ label }) => label),
        classes,
        (i) => `${where}: ${files[i]!.path}`,
      ),
      files: [{ path: root, sha256: loaded.sha256 }],
    };
  },
};

interface LabelledFile {
  /** Below the root, parted by "/". */
  readonly path: string;
  readonly label: string;
}

function singleFolder(source: DataSource, where: string): string {
  if (typeof source === "string") return source;
  throw new OptionError(`${where}: images are read from one folder that holds a folder for each class.`);
}

/** True for the path of a PNG or JPEG file that is not hidden, nor in a hidden folder. */
const isImage = (path: string): boolean => /\.(png|jpe?g)$/i.test(path) && !/(^|\/)\./.test(path);

/** Every image below the folders of the classes, in the order of their paths. */
async function labelledFiles(root: string, where: string): Promise<LabelledFile[]> {
  const refuse = (path: string) => (error: unknown) => {
    throw unreadable(path, where, error);
  };
  const entries = await readdir(root, { withFileTypes: true }).catch(refuse(root));
  const labels = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  const files: LabelledFile[] = [];
  for (const label of labels.sort()) {
    const folder = join(root, label);
    const below = await readdir(folder, { recursive: true }).catch(refuse(folder));
    const found = below
      .map((path) => path.replaceAll(sep, "/"))
      .filter(isImage)
      .sort();
    if (found.length === 0) {
      throw new DataError(`${where}: class ${label} is empty: ${folder} holds no .png or .jpg file.`);
    }
    for (const path of found) files.push({ path: `${label}/${path}`, label });
  }
  if (files.length > 0) return files;
  throw new DataError(
    `${where}: ${root} holds no folder of images. Expected a folder for each class: ${join(root, "cat", "1.png")}.`,
  );
}

const atOnce = 8;
const maximumBytes = 2 ** 32;

/** All images, in the order of the files, of one size; and a digest of the files' paths and bytes. */
async function decodeAll(root: string, files: readonly LabelledFile[], context: ReadContext) {
  const { where, size } = context;
  const images: DecodedImage[] = [];
  const hash = createHash("sha256");
  for (let start = 0; start < files.length; start += atOnce) {
    const some = files.slice(start, start + atOnce).map(async ({ path }) => {
      const { bytes, file } = await readDataFile(join(root, path), where);
      const image = await decodeImage(bytes, file.path);
      return { path, sha256: file.sha256, image: size ? await scaled(image, size, where) : image };
    });
    for (const { path, sha256, image } of await Promise.all(some)) {
      images.push(image);
      const first = images[0]!;
      if (image.height !== first.height || image.width !== first.width) {
        throw new DataError(
          `${where}: ${join(root, path)} is ${image.height}×${image.width} (height × width), images before it are ` +
            `${first.height}×${first.width}. Set data.size: [height, width] to resize them all.`,
        );
      }
      if (image.height * image.width * 3 * files.length > maximumBytes) {
        throw new DataError(
          `${where}: ${files.length} images of ${image.height}×${image.width} do not fit in memory. ` +
            `Set data.size: [height, width] to shrink them.`,
        );
      }
      hash.update(`${path}\0${sha256}\n`);
    }
  }
  return { images, sha256: hash.digest("hex") };
}

async function scaled(
  image: DecodedImage,
  [height, width]: readonly [number, number],
  where: string,
): Promise<DecodedImage> {
  if (![height, width].every((side) => Number.isInteger(side) && side >= 1 && side <= 4096)) {
    throw new OptionError(
      `${where}: data.size is [${height}, ${width}], expected [height, width] of 1 to 4096 pixels.`,
    );
  }
  return resizeImage(image, height, width);
}

/** One channel where asked for, or where no image has colour. */
function channelsOf(images: readonly DecodedImage[], { grayscale }: ReadContext): 1 | 3 {
  return (grayscale ?? images.every(({ channels }) => channels === 1)) ? 1 : 3;
}
