/** Formats that are mistaken for ONNX, by how their files begin. */
const beginnings: readonly { readonly at: number; readonly begin: string; readonly what: string }[] = [
  {
    at: 0,
    begin: "version https://git-lfs",
    what: "a Git LFS pointer: the model itself was not downloaded (git lfs pull)",
  },
  {
    at: 0,
    begin: "PK\x03\x04",
    what: "a zip archive: a PyTorch checkpoint (.pt) or a Keras model, or a zipped file to unpack",
  },
  { at: 0, begin: "\x80\x02", what: "a Python pickle, such as an old PyTorch checkpoint" },
  { at: 0, begin: "\x89HDF", what: "an HDF5 file, such as a Keras model" },
  { at: 0, begin: "\x1f\x8b", what: "a gzip archive: unpack it first" },
  { at: 0, begin: "GGUF", what: "a GGUF language model" },
  { at: 4, begin: "TFL3", what: "a TensorFlow Lite model" },
  { at: 4, begin: "ORTM", what: "a model in ONNX Runtime's own format (.ort)" },
  { at: 8, begin: "{", what: "a safetensors file: weights without a graph" },
  { at: 0, begin: "\x93NUMPY", what: "a NumPy array" },
];

/** What a file seems to be, if not ONNX; undefined where nothing else is recognised. */
export function looksLike(file: Uint8Array): string | undefined {
  if (file.length === 0) return "an empty file";
  const start = String.fromCharCode(...file.subarray(0, 512));
  const known = beginnings.find(({ at, begin }) => start.startsWith(begin, at));
  if (known?.begin === "{" && start.slice(4, 8) !== "\0\0\0\0") return undefined; // a header of 4 GB?
  if (known !== undefined) return known.what;
  if (/^\s*<(!doctype|html|\?xml)/i.test(start)) return "a web page: the download gave an error page or needs a login";
  if (/^\s*[[{]/.test(start) && isText(start)) return "JSON";
  return isText(start) ? "a text file" : undefined;
}

/** Binary files give themselves away by control characters. */
const isText = (start: string): boolean =>
  Array.from(start).every((letter) => letter >= " " || "\t\n\v\f\r".includes(letter));
