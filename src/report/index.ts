export { pngDataUri, type PictureShape } from "./png.js";
export { renderReport } from "./render-report.js";
export { renderSweepReport } from "./sweep/render-sweep-report.js";
export type { SweepReportData } from "./sweep/sweep-report-data.js";
export { renderWordMap } from "./word-map/render-word-map.js";
export { wordMapPng } from "./word-map/word-map-png.js";
export { wordMapSvg } from "./word-map/word-map-svg.js";
export type {
  Answer,
  EpochReport,
  GallerySample,
  MistakeSample,
  NetworkReport,
  OtherNetwork,
  ReportData,
  Role,
  SampleView,
} from "./report-data.js";
export {
  selectGallery,
  selectMistakes,
  type GallerySource,
  type MistakeSource,
  type ViewOf,
} from "./select-samples.js";
export { verdict, type Verdict } from "./verdict.js";
