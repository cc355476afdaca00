/** A setting in words, as "temperature = 4, alpha = 0.1"; of the recipe itself "as in the recipe". */
export const settingName = (setting: Readonly<Record<string, string>>): string =>
  Object.entries(setting)
    .map(([path, value]) => `${path} = ${value}`)
    .join(", ") || "as in the recipe";
