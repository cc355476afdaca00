/**
 * What a model can be exported as: a file of any ONNX runtime; a JavaScript module that holds a student and its runtime; a
 * packaged student for `limbeck-student`.
 */
export const exportFormats = ["onnx", "module", "limbeck"] as const;
export type ExportFormat = (typeof exportFormats)[number];
