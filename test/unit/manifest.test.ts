import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, contextKeys, itemTokens, panels, settings, views, walkthroughs } from '../../src/manifest.ts';
import { root } from '../workbench/harness/paths.mjs';

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string }[];
    readonly views: Readonly<Record<string, readonly { id: string; when?: string }[]>>;
    readonly viewsWelcome?: readonly { view: string; contents: string; when?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings?: readonly MenuEntry[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly walkthroughs: readonly {
      id: string;
      steps: readonly { description: string; completionEvents?: readonly string[] }[];
    }[];
  };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const menuEntries = Object.values(contributes.menus).flat();
const conditions = [...menuEntries, ...(contributes.keybindings ?? []), ...(contributes.viewsWelcome ?? [])].map(
  ({ when = '' }) => when,
);
const commandIds = new Set<string>(Object.values(commands));

describe('The manifest and the code', () => {
  it('know the same commands', () => {
    sameMembers(
      contributes.commands.map(({ command }) => command),
      Object.values(commands),
    );
  });

  it('know the same views', () => {
    sameMembers(
      Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id)),
      Object.values(views),
    );
  });

  it('know the same settings', () => {
    const { section, ...keys } = settings;
    sameMembers(
      Object.keys(contributes.configuration.properties),
      Object.values(keys).map((key) => `${section}.${key}`),
    );
  });

  it('know the same walkthroughs', () => {
    sameMembers(
      contributes.walkthroughs.map(({ id }) => id),
      Object.values(walkthroughs),
    );
  });

  it('bring back every webview panel, and wake for nothing else', () => {
    sameMembers(
      manifest.activationEvents,
      Object.values(panels).map((id) => `onWebviewPanel:${id}`),
    );
  });

  it('know the same context keys', () => {
    const used = new Set(conditions.flatMap((when) => when.match(/sagemakerHosting\.\w+/g) ?? []));
    for (const view of Object.values(views)) used.delete(view);
    sameMembers([...used], Object.values(contextKeys));
  });

  it('know the same words of tree items', () => {
    const used = conditions.flatMap((when) =>
      [...when.matchAll(/viewItem\b[^/]*\/([^/]+)\//g)].map(([, pattern = '']) => pattern),
    );
    const words = used.flatMap((pattern) => pattern.replaceAll('\\b', ' ').match(/\w+/g) ?? []);
    sameMembers([...new Set(words)], Object.values(itemTokens));
  });
});

describe('The manifest', () => {
  it('offers every command under one category, in Title Case', () => {
    const small = new Set(['a', 'an', 'and', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);
    for (const { title, category } of contributes.commands) {
      assert.equal(category, 'SageMaker', title);
      for (const [index, word] of title.split(' ').entries()) {
        assert.ok((index > 0 && small.has(word)) || /^[A-Z]/.test(word), `“${title}” is not in Title Case`);
      }
    }
  });

  it('has menus of commands and views that exist alone', () => {
    for (const { command, when = '' } of menuEntries) {
      assert.ok(commandIds.has(command), command);
      for (const [, view = ''] of when.matchAll(/\bview == (\S+)/g)) {
        assert.ok(
          Object.values(views).some((id) => id === view),
          view,
        );
      }
    }
  });

  it('shows entries of a row only in the view that has such rows', () => {
    for (const { command, when = '' } of contributes.menus['view/item/context'] ?? []) {
      assert.match(when, /^view == \S+ && viewItem =~ /, command);
    }
  });

  it('has a walkthrough whose links and ends are commands that exist', () => {
    for (const { description, completionEvents = [] } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const linked = [...description.matchAll(/\(command:([^)?]+)/g)].map(([, id = '']) => id);
      const awaited = completionEvents.map((event) => event.replace(/^onCommand:/, ''));
      for (const id of [...linked, ...awaited]) assert.ok(commandIds.has(id), id);
    }
  });
});

function sameMembers(actual: readonly string[], expected: readonly string[]): void {
  assert.deepEqual([...actual].sort(), [...expected].sort());
}
