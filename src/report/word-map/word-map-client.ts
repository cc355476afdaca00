import type { placeLabels } from "./place-labels.js";

/** What the page's script is given. */
export interface ClientData {
  /** In the order of the circles. */
  readonly words: readonly string[];
  readonly groups: readonly string[];
  /** Indices of the words that each line joins. */
  readonly lines: readonly (readonly [number, number])[];
  readonly widths: readonly number[];
  /** Whose word is written first where there is not room for all. */
  readonly order: readonly number[];
  readonly labelHeight: number;
}

/**
 * The script of a word map's page: zoom by wheel or buttons, move by dragging, the nearest word under the pointer, and
 * search. Its text goes into the page as it stands here, so it uses nothing from outside but its arguments.
 */
export function wordMapClient(page: Document, place: typeof placeLabels): void {
  const data = JSON.parse(page.getElementById("data")!.textContent!) as ClientData;
  const svg = page.querySelector<SVGSVGElement>("svg.chart")!;
  const circles = [...svg.querySelectorAll<SVGCircleElement>("[aria-label=dot] circle")];
  const labels = [...svg.querySelector("[aria-label=text]")!.querySelectorAll("text")]; // the first group of texts
  const lines = [...svg.querySelectorAll<SVGPathElement>("[aria-label=link] path")];
  const search = page.querySelector<HTMLInputElement>("#search")!;
  const found = page.getElementById("found")!;
  const hint = page.getElementById("hint")!;
  const { width, height } = svg.viewBox.baseVal;
  const homeX = circles.map((circle) => Number(circle.getAttribute("cx")));
  const homeY = circles.map((circle) => Number(circle.getAttribute("cy")));
  const view = { zoom: 1, x: 0, y: 0 };
  let hits: boolean[] = data.words.map(() => true);
  let searching = false;
  let under = -1;

  /** How large a pixel of the picture is on the screen, and how much is seen beyond its edges. */
  const frame = (): { scale: number; left: number; top: number } => {
    const box = svg.getBoundingClientRect();
    const scale = Math.min(box.width / width, box.height / height);
    return { scale, left: (box.width / scale - width) / 2, top: (box.height / scale - height) / 2 };
  };

  const draw = (): void => {
    const xs = homeX.map((x) => x * view.zoom + view.x);
    const ys = homeY.map((y) => y * view.zoom + view.y);
    const { left, top } = frame();
    const inside = xs.map((x, i) => x >= -left && x <= width + left && ys[i]! >= -top && ys[i]! <= height + top);
    const order = data.order.filter((i) => inside[i]! && (!searching || hits[i]!));
    if (under >= 0) order.unshift(under);
    const shown = place(xs, ys, data.widths, data.labelHeight, order);
    circles.forEach((circle, i) => {
      circle.setAttribute("cx", String(xs[i]));
      circle.setAttribute("cy", String(ys[i]));
      circle.setAttribute("r", i === under ? "5" : "3");
      circle.setAttribute("opacity", hits[i] || i === under ? "1" : "0.15");
      const text = labels[i]!;
      text.setAttribute("transform", `translate(${xs[i]!},${ys[i]!})`);
      text.setAttribute("display", shown[i] ? "inline" : "none");
      text.setAttribute("font-weight", i === under || (searching && hits[i]) ? "650" : "400");
    });
    data.lines.forEach(([from, to], i) => lines[i]!.setAttribute("d", `M${xs[from]},${ys[from]}L${xs[to]},${ys[to]}`));
  };

  /** A pointer's place in the picture's own pixels. */
  const pointOf = (event: MouseEvent): { x: number; y: number } => {
    const box = svg.getBoundingClientRect();
    const { scale, left, top } = frame();
    return { x: (event.clientX - box.left) / scale - left, y: (event.clientY - box.top) / scale - top };
  };

  const zoomBy = (factor: number, x: number, y: number): void => {
    const zoom = Math.min(200, Math.max(0.5, view.zoom * factor));
    view.x = x - (x - view.x) * (zoom / view.zoom);
    view.y = y - (y - view.y) * (zoom / view.zoom);
    view.zoom = zoom;
    draw();
  };

  svg.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { x, y } = pointOf(event);
      zoomBy(Math.exp(-event.deltaY / 400), x, y);
    },
    { passive: false },
  );
  let held: { x: number; y: number } | undefined;
  svg.addEventListener("pointerdown", (event) => {
    held = pointOf(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointerup", () => (held = undefined));
  svg.addEventListener("pointermove", (event) => {
    const { x, y } = pointOf(event);
    if (held) {
      view.x += x - held.x;
      view.y += y - held.y;
      held = { x, y };
    }
    let nearest = 14; // pixels within which a pointer means a point
    under = -1;
    homeX.forEach((home, i) => {
      const distance = Math.hypot(home * view.zoom + view.x - x, homeY[i]! * view.zoom + view.y - y);
      if (distance < nearest) [nearest, under] = [distance, i];
    });
    hint.textContent = under < 0 ? "" : `${data.words[under]} · ${data.groups[under]}`;
    draw();
  });
  svg.addEventListener("pointerleave", () => {
    under = -1;
    hint.textContent = "";
    draw();
  });
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    searching = wanted !== "";
    hits = data.words.map((word) => word.toLowerCase().includes(wanted));
    const count = hits.filter(Boolean).length;
    found.textContent = searching ? `${count} of ${hits.length} words` : "";
    draw();
  });
  const middle = [width / 2, height / 2] as const;
  page.getElementById("closer")!.addEventListener("click", () => zoomBy(1.5, ...middle));
  page.getElementById("farther")!.addEventListener("click", () => zoomBy(1 / 1.5, ...middle));
  page.getElementById("whole")!.addEventListener("click", () => {
    Object.assign(view, { zoom: 1, x: 0, y: 0 });
    draw();
  });
  draw();
}
