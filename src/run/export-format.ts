/** What a model can be exported as. */
export const exportFormats = ["onnx"] as const;
export type ExportFormat = (typeof exportFormats)[number];
