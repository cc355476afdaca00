import { writtenFormats } from "../../../words/formats/written-formats.js";
import { oneOf } from "../../option.js";

/** How vectors are written, for commands that write some. */
export const saveOptions = {
  format: oneOf(
    writtenFormats,
    "Format to write; default by the name: .bin, .txt, .vec or .safetensors, and .gz behind",
  ),
  dtype: oneOf(["float32", "int8"], "Numbers to write; int8 makes a safetensors file of a quarter of the size"),
};
