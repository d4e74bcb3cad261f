/** Figures as PNG, for slides and papers that take no SVG. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Twice as many pixels as the figure is large, so that its letters are sharp on any screen. */
const ZOOM = 2;
/** Four bytes each while it is drawn; a figure of more rows is drawn smaller, and one that would be illegible not at all. */
const MOST_PIXELS = 24_000_000;
const SMALLEST_ZOOM = 1;

/** The font's letters are Latin, Greek and Cyrillic; others show as boxes. Shipped, so that the picture is the same everywhere. */
const FONT = 'Roboto';

/** Beside the bundle in the built extension; in the packages they are of when the sources run. */
const ASSETS =
  typeof __dirname === 'string'
    ? { renderer: join(__dirname, 'resvg.wasm'), font: join(__dirname, 'roboto.ttf') }
    : sourceAssets(join(import.meta.dirname, '../../../node_modules'));

function sourceAssets(packages: string): { readonly renderer: string; readonly font: string } {
  return {
    renderer: join(packages, '@resvg/resvg-wasm/index_bg.wasm'),
    font: join(packages, '@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf'),
  };
}

type Renderer = (svg: string, zoom: number) => Uint8Array;
let renderer: Promise<Renderer> | undefined;

/**
 * An SVG figure as PNG; the same bytes for the same figure.
 *
 * @param svg with `width` and `height` in pixels
 * @returns undefined for one so large that its letters would be too small to read
 */
export async function pngFigure(svg: string): Promise<Uint8Array | undefined> {
  const [, width = '', height = ''] = /<svg [^>]*\bwidth="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const zoom = Math.min(ZOOM, Math.sqrt(MOST_PIXELS / (Number(width) * Number(height))));
  if (!(zoom >= SMALLEST_ZOOM)) return undefined;
  renderer ??= loadRenderer();
  try {
    return (await renderer)(svg, zoom);
  } catch (error) {
    // Tried anew with the next picture: files may come back.
    renderer = undefined;
    throw error;
  }
}

/** Loaded with the first picture, a good megabyte that most windows never need. */
async function loadRenderer(): Promise<Renderer> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const [code, font] = await Promise.all([readFile(ASSETS.renderer), readFile(ASSETS.font)]);
  await initWasm(code);
  return (svg, zoom) => {
    const drawing = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: zoom },
      font: { fontBuffers: [font], defaultFontFamily: FONT, sansSerifFamily: FONT, loadSystemFonts: false },
    });
    const picture = drawing.render();
    try {
      return picture.asPng();
    } finally {
      picture.free();
      drawing.free();
    }
  };
}
