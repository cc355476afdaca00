import { html, Html } from "./html.js";
import { STYLE } from "./style.js";

/** A part of a page; one that has nothing to show of the data is left out. */
export interface PageSection<Data> {
  /** The id of the `section` that it renders. */
  readonly id: string;
  /** Its name among the links at the top. */
  readonly name: string;
  readonly render: (data: Data) => Html | undefined;
}

/** What a page of a report is made of. */
export interface PageParts<Data> {
  readonly name: string;
  readonly headline: Html;
  /** In the order of the page. */
  readonly sections: readonly PageSection<Data>[];
  /** A sentence for the foot of the page. */
  readonly origin: string;
}

/** Nothing may be loaded and no script may run, whatever the data holds. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** A report as one HTML page that needs nothing else. */
export function page<Data>(data: Data, { name, headline, sections, origin }: PageParts<Data>): string {
  const shown = sections.flatMap(({ render, ...section }) => {
    const body = render(data);
    return body ? [{ ...section, body }] : [];
  });
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${name} · Limbeck report</title>
      <style>
        ${new Html(STYLE)}
      </style>
    </head>
    <body>
      <main>
        ${headline}
        <nav aria-label="Sections">${shown.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}</nav>
        ${shown.map(({ body }) => body)}
      </main>
      <footer>${origin} The page works offline.</footer>
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}\n`;
}
