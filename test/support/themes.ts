// VS Code's stock themes that every page of ours must read well in.

/** The four themes that screenshots and accessibility tests go through. */
export const THEMES = {
  light: { id: 'Light Modern', fileName: 'light_modern' },
  dark: { id: 'Dark Modern', fileName: 'dark_modern' },
  highContrast: { id: 'Default High Contrast', fileName: 'hc_black' },
  highContrastLight: { id: 'Default High Contrast Light', fileName: 'hc_light' },
} as const;

/** A short name of one of the four themes. */
export type ThemeName = keyof typeof THEMES;

/** The four names, in the order screenshots are taken. */
export const THEME_NAMES = Object.keys(THEMES) as readonly ThemeName[];
