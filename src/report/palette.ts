/** Colours of one theme. Text on paper keeps WCAG AA; the four data colours differ in lightness too. */
export interface Palette {
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly muted: string;
  readonly hairline: string;
  /** The one accent: links, the model, what is recommended. */
  readonly accent: string;
  readonly accentSoft: string;
  readonly warm: string;
  readonly violet: string;
}

export type Theme = "light" | "dark";

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    paper: "#fdfcfa",
    panel: "#f5f2ec",
    ink: "#1b1f24",
    muted: "#565d65",
    hairline: "#dcd7cd",
    accent: "#0a5a8c",
    accentSoft: "#b5d3e6",
    warm: "#a2450b",
    violet: "#6d3f8f",
  },
  dark: {
    paper: "#14171b",
    panel: "#1c2126",
    ink: "#e8e6e1",
    muted: "#a8afb6",
    hairline: "#363c43",
    accent: "#73bdea",
    accentSoft: "#2c5470",
    warm: "#f0a267",
    violet: "#c9a6e4",
  },
};
