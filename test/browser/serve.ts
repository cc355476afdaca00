import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, extname, join } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Serves files of the memory on 127.0.0.1, and beside them those of onnxruntime-web, to a page that may use threads.
 * @returns the address, and what stops the server
 */
export async function serve(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url!, "http://localhost").pathname) || "index.html";
    const isOfRuntime = name.startsWith("ort-");
    const content = isOfRuntime
      ? readFile(join("node_modules/onnxruntime-web/dist", name))
      : Promise.resolve(files[name]);
    content
      .catch(() => undefined)
      .then((body) => {
        response.writeHead(body === undefined ? 404 : 200, {
          "Content-Type": types[extname(name)] ?? "application/octet-stream",
          "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Embedder-Policy": "require-corp",
        });
        response.end(body);
      }, console.error);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}
