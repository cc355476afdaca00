import { basename } from "node:path";
import { DataError, formatShape, OptionError } from "../../tensor/index.js";
import { numberedClasses } from "../class-labels.js";
import type { DataSource } from "../data-spec.js";
import { readDataFile } from "../data-file.js";
import { parseIdx, type IdxFile } from "../idx-file.js";
import type { Reader } from "../reader.js";

/**
 * The format of MNIST: a file of images and a file of labels, plain or gzipped. Images `[samples, height, width]` get one
 * channel; four axes are `[samples, channels, height, width]`; two are a table `[samples, features]`.
 * A path alone is the file of images: its labels lie beside it, "labels" for "images" in the name, as MNIST's do.
 */
export const idx: Reader = {
  format: "idx",
  summary: "IDX files as MNIST's: one of images, one of labels, plain or gzipped",
  recognizes: (path, isFolder) => !isFolder && /idx\d?([-.]ubyte)?(\.gz)?$/i.test(path),
  async read(source, { where, locate, classes }) {
    const { images: imagesPath, labels: labelsPath } = pair(source, where);
    const images = await readDataFile(await locate(imagesPath), `${where}.images`);
    const labels = await readDataFile(await locate(labelsPath), `${where}.labels`);
    const pixels = parseIdx(images.bytes, images.file.path);
    const numbers = wholeNumbers(parseIdx(labels.bytes, labels.file.path), labels.file.path);
    const [samples = 0, ...rest] = pixels.shape;
    if (rest.length === 0) {
      throw new DataError(
        `${where}.images: ${images.file.path} has one axis, as a file of labels has; expected ` +
          `[samples, height, width]. Are images and labels swapped?`,
      );
    }
    if (samples !== numbers.length) {
      throw new DataError(
        `${where}: ${samples} images ${formatShape(pixels.shape)} but ${numbers.length} labels. ` +
          `Do ${imagesPath} and ${labelsPath} belong together?`,
      );
    }
    return {
      inputs: pixels.data instanceof Int32Array ? Float32Array.from(pixels.data) : pixels.data,
      shape: rest.length === 2 ? [1, ...rest] : rest,
      labels: numbers,
      classes: numberedClasses(numbers, classes, where),
      files: [images.file, labels.file],
    };
  },
};

function pair(source: DataSource, where: string): { images: string; labels: string } {
  if (typeof source === "object" && "images" in source) return source;
  if (typeof source !== "string") {
    throw new OptionError(`${where}: IDX data is one file of images and one of labels, not a list of paths.`);
  }
  const name = basename(source);
  const labels = name.replace("images", "labels").replace("idx3", "idx1").replace("idx4", "idx1");
  if (labels === name) {
    throw new OptionError(
      `${where}: ${source} does not tell where its labels are. ` +
        (where.startsWith("--") ? "Name them by --labels." : `Write { images: "${source}", labels: "…" }.`),
    );
  }
  // npm: references and paths alike use "/" or the system's separator before the name.
  return { images: source, labels: source.slice(0, source.length - name.length) + labels };
}

function wholeNumbers({ shape, data }: IdxFile, name: string): Int32Array {
  if (shape.length !== 1) {
    throw new DataError(
      `${name}: labels have the shape ${formatShape(shape)}, expected [samples], one label a sample. ` +
        `Several labels a sample (multi-label data) are not supported: choose one, or train one model a label.`,
    );
  }
  if (data instanceof Float32Array) throw new DataError(`${name}: labels are floating-point, expected whole numbers.`);
  return data instanceof Int32Array ? data : Int32Array.from(data);
}
