import { build } from "esbuild";

/** Bundles a module for a browser, as a user's bundler does: by `exports` and `browser` of the built package. */
export async function bundle(stdin: string): Promise<{ code: string; files: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: stdin, resolveDir: "test/browser", loader: "ts" },
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    external: ["onnxruntime-node"],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return { code: outputFiles[0]!.text, files: Object.keys(metafile.inputs) };
}
