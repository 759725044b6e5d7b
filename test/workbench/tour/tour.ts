// Takes the pictures that the README shows: every scene is played in a light and in a dark workbench, with the package users install.
import { join } from 'node:path';
import { out, root } from '../harness/paths.mjs';
import { type OpenWorkbench, openFreshWorkbench, type Workbench, type WorkbenchOptions } from '../person/fixture.ts';

/** Plays a scene in an open workbench; `picture('deploy')` writes `media/tour/deploy-light.png` or `-dark.png`. */
export type Scene = (open: OpenWorkbench, picture: (name: string) => Promise<void>) => Promise<void>;

/** Plays a scene in both themes. */
export async function tour(options: Omit<WorkbenchOptions, 'theme' | 'extension'>, play: Scene): Promise<void> {
  // The editor's build does not belong in a picture of the product.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of VS Code's, in its own notation.
  const settings = { 'window.title': '${activeEditorShort}', ...options.settings };
  for (const theme of ['light', 'dark'] as const) {
    const open = await openFreshWorkbench({ ...options, settings, theme, extension: 'packaged' });
    try {
      await play(open, (name) => takePicture(open.workbench, `${name}-${theme}`));
    } catch (error) {
      await open.workbench.screenshot(join(out, 'failures', `tour-${theme}.png`));
      throw error;
    } finally {
      await open.close();
    }
  }
}

async function takePicture(workbench: Workbench, name: string): Promise<void> {
  const { page } = workbench;
  // Over the title bar, where nothing answers to it.
  await page.mouse.move((page.viewportSize()?.width ?? 0) / 2, 4);
  await page.locator('.workbench-hover-container:visible').waitFor({ state: 'detached' });
  await workbench.screenshot(join(root, 'media', 'tour', `${name}.png`));
}
