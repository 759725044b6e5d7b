// Takes the pictures that the README shows: every scene is played in a light and in a dark workbench.
import { join } from 'node:path';
import { out, root } from '../harness/paths.mjs';
import { type OpenWorkbench, openFreshWorkbench, type WorkbenchOptions } from '../person/fixture.ts';

/** Plays a scene in an open workbench; `picture('deploy')` writes `media/tour/deploy-light.png` or `-dark.png`. */
export type Scene = (open: OpenWorkbench, picture: (name: string) => Promise<void>) => Promise<void>;

/** Plays a scene in both themes. */
export async function tour(options: Omit<WorkbenchOptions, 'theme'>, play: Scene): Promise<void> {
  // Neither the editor's build nor its mode belongs in a picture of the product.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of VS Code's, in its own notation.
  const settings = { 'window.title': '${activeEditorShort}', ...options.settings };
  for (const theme of ['light', 'dark'] as const) {
    const open = await openFreshWorkbench({ viewport: { width: 1280, height: 800 }, ...options, settings, theme });
    try {
      await play(open, (name) => open.workbench.screenshot(join(root, 'media', 'tour', `${name}-${theme}.png`)));
    } catch (error) {
      await open.workbench.screenshot(join(out, 'failures', `tour-${theme}.png`));
      throw error;
    } finally {
      await open.close();
    }
  }
}
