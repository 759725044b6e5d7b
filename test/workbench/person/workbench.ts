// The workbench as a person sees it: what the tests click, type and read.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** A click on a context menu's item right after the menu opened is swallowed by the menu, in milliseconds. */
const menuOpening = 150;

/** A command that cannot be clicked for this long is in a palette that has closed, in milliseconds. */
const paletteClosed = 8000;

/** How long a row may take to expand before its click counts as lost, in milliseconds. */
const clickLost = 5_000;

/** One open workbench. `page` is there for what these helpers do not offer. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Runs a command from the Command Palette by its whole title with category: `SageMaker: Deploy Model...`. */
  async runCommand(title: string): Promise<void> {
    // The palette closes when something else takes the focus, as a panel does that has just opened.
    for (let tries = 3; tries > 0; tries -= 1) {
      await this.page.keyboard.press('F1');
      await this.quickInput.fill(`>${title}`);
      try {
        await this.quickPick(title).click({ timeout: paletteClosed });
        return;
      } catch (error) {
        if (tries === 1) throw error;
      }
    }
  }

  /** Shows a view container by its name in the Activity Bar; leaves it if it is shown. */
  async openView(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name, exact: false }).first();
    await tab.waitFor();
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** A row of the visible tree views; its accessible name starts with `name`, or matches it. */
  row(name: string | RegExp, within: Locator = this.sideBar): Locator {
    const matcher = typeof name === 'string' ? new RegExp(`^${escapeRegExp(name)}`) : name;
    return within.getByRole('treeitem', { name: matcher }).first();
  }

  /** Scrolls the side bar to a row of a long list: rows out of sight are not there to be found. */
  async scrollTo(row: Locator, direction: 'down' | 'up'): Promise<void> {
    await this.sideBar.hover();
    for (let tries = 100; tries > 0 && !(await row.isVisible()); tries -= 1) {
      await this.page.mouse.wheel(0, direction === 'down' ? 300 : -300);
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await row.waitFor();
  }

  /** Expands a row, if it is not yet, and waits until it is. */
  async expand(row: Locator): Promise<void> {
    await row.waitFor();
    const expanded = row.and(this.page.locator('[aria-expanded="true"]'));
    // A click is lost when the tree draws the row anew at that moment.
    for (let tries = 3; tries > 0; tries -= 1) {
      if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
      try {
        return await expanded.waitFor({ timeout: clickLost });
      } catch (error) {
        if (tries === 1) throw error;
      }
    }
  }

  /** Chooses an item of a row's context menu. */
  async chooseFromContextMenu(row: Locator, item: string): Promise<void> {
    await row.click({ button: 'right' });
    const choice = this.page.getByRole('menuitem', { name: item }).first();
    await choice.waitFor();
    await this.page.waitForTimeout(menuOpening);
    await choice.click();
  }

  /** Clicks an inline action of a row (the icons at its end), by title. */
  async clickInlineAction(row: Locator, title: string): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name: title }).click();
  }

  /** Clicks an action in the title of a view in the side bar. */
  async clickViewAction(view: string, title: string): Promise<void> {
    const header = this.sideBar.locator('.pane-header', { hasText: view }).or(this.sideBar.locator('.composite.title'));
    await header.first().hover();
    await header.getByRole('button', { name: title }).first().click();
  }

  /** The side bar's content. */
  get sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** The text field of the quick input that is open (palette, quick pick, input box). */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input.input').first();
  }

  /** What the open quick input says beneath its field (prompt or validation message), as text. */
  get quickInputMessage(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-message');
  }

  /** An entry of the open quick pick that contains `text`. */
  quickPick(text: string): Locator {
    return this.page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: text }).first();
  }

  /** Answers an open input box. */
  async answer(text: string): Promise<void> {
    await this.quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Answers the dialog that asks for a file or a folder, with an absolute path outside of the folder it begins in. */
  async answerPath(path: string): Promise<void> {
    const entries = this.page.locator('.quick-input-widget:visible .monaco-list-rows').first();
    await this.quickPick('..').waitFor();
    const before = await entries.innerText();
    await this.quickInput.fill(path);
    // The dialog takes no path for valid before it has looked at its folder.
    while ((await entries.innerText()) === before) await this.page.evaluate(() => new Promise(requestAnimationFrame));
    await this.page.keyboard.press('Enter');
  }

  /** A notification that contains `text`. */
  toast(text: string | RegExp): Locator {
    return this.toasts(text).first();
  }

  /** All notifications that contain `text`. */
  toasts(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** Presses a button of a notification. */
  async pressInToast(text: string | RegExp, button: string): Promise<void> {
    await this.toast(text).getByRole('button', { name: button }).click();
  }

  /** The modal dialog. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Presses a button of the modal dialog and waits until the dialog is gone. */
  async pressInDialog(button: string): Promise<void> {
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** The tab of an open editor. */
  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name }).first();
  }

  /** The document inside the visible webview; with several open, the one of the active tab. */
  get webview(): FrameLocator {
    return this.page.locator('iframe.webview.ready:visible').first().contentFrame().frameLocator('#active-frame');
  }

  /** The visible text of the active text editor, with plain spaces. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first();
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }

  /** The status bar's entry that contains `text`. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.quickInput.fill(name);
    await this.quickPick(name).click();
    await this.tab(new RegExp(escapeRegExp(name))).waitFor();
  }

  /** Closes all notifications. */
  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
  }

  /** Loads the window anew, as Developer: Reload Window does, and waits until the workbench shows again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** Writes a picture of the window (PNG), once its fonts are there. */
  async screenshot(file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    await Promise.all(this.page.frames().map((frame) => frame.evaluate('document.fonts.ready.then(() => true)')));
    await this.page.screenshot({ path: file, animations: 'disabled' });
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
