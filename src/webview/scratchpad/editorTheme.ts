import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The workbench's colours; VS Code gives webviews no token colours, but those of the debug console for literals. */
const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--vscode-debugTokenExpression-name)' },
  { tag: tags.string, color: 'var(--vscode-debugTokenExpression-string)' },
  { tag: tags.number, color: 'var(--vscode-debugTokenExpression-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--vscode-debugTokenExpression-boolean)' },
]);

const look = EditorView.theme({
  '&': {
    height: '100%',
    color: 'var(--vscode-editor-foreground)',
    backgroundColor: 'var(--vscode-editor-background)',
    fontSize: 'var(--vscode-editor-font-size, 13px)',
  },
  '&.cm-focused': { outline: '1px solid var(--vscode-focusBorder)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--vscode-editor-font-family, monospace)', lineHeight: '1.5' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--vscode-editorCursor-foreground)' },
  '.cm-cursor': { borderLeftColor: 'var(--vscode-editorCursor-foreground)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--vscode-editor-selectionBackground)',
  },
  '.cm-gutters': {
    color: 'var(--vscode-editorLineNumber-foreground)',
    backgroundColor: 'var(--vscode-editor-background)',
    border: 'none',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 12px' },
  '.cm-activeLineGutter': {
    color: 'var(--vscode-editorLineNumber-activeForeground)',
    backgroundColor: 'transparent',
  },
  '.cm-foldPlaceholder': {
    color: 'var(--vscode-editorInlayHint-foreground)',
    backgroundColor: 'var(--vscode-editorInlayHint-background)',
    border: 'none',
  },
  '.cm-placeholder': { color: 'var(--vscode-input-placeholderForeground)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--vscode-editorBracketMatch-background)',
    outline: '1px solid var(--vscode-editorBracketMatch-border)',
  },
  '.cm-searchMatch': {
    backgroundColor: 'var(--vscode-editor-findMatchHighlightBackground)',
    outline: '1px dashed var(--vscode-editor-findMatchHighlightBorder, transparent)',
  },
  '.cm-searchMatch.cm-searchMatch-selected': { backgroundColor: 'var(--vscode-editor-findMatchBackground)' },
  '.cm-panels': {
    color: 'var(--vscode-editorWidget-foreground)',
    backgroundColor: 'var(--vscode-editorWidget-background)',
    fontFamily: 'var(--vscode-font-family)',
  },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--vscode-editorWidget-border)' },
  '.cm-panel.cm-search': { padding: '4px 16px 6px' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': {
    fontFamily: 'var(--vscode-font-family)',
    fontSize: 'var(--vscode-font-size, 13px)',
  },
  '.cm-textfield': {
    color: 'var(--vscode-input-foreground)',
    backgroundColor: 'var(--vscode-input-background)',
    border: '1px solid var(--vscode-input-border, transparent)',
  },
  '.cm-textfield:focus, .cm-button:focus-visible': {
    outline: '1px solid var(--vscode-focusBorder)',
    outlineOffset: '-1px',
  },
  '.cm-button': {
    color: 'var(--vscode-button-secondaryForeground)',
    backgroundImage: 'none',
    backgroundColor: 'var(--vscode-button-secondaryBackground)',
    border: '1px solid var(--vscode-button-border, transparent)',
    borderRadius: '2px',
    textTransform: 'capitalize',
  },
  '.cm-panel.cm-search [name=close]': { color: 'var(--vscode-icon-foreground)' },
  '.cm-tooltip': {
    color: 'var(--vscode-editorHoverWidget-foreground)',
    backgroundColor: 'var(--vscode-editorHoverWidget-background)',
    border: '1px solid var(--vscode-editorHoverWidget-border)',
  },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--vscode-editorWarning-foreground)' },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--vscode-editorWarning-foreground)',
  },
  '.cm-lintPoint-warning:after': { borderBottomColor: 'var(--vscode-editorWarning-foreground)' },
});

/** How an editor looks in every colour theme of the workbench. */
export const editorTheme: Extension = [look, syntaxHighlighting(highlighting)];
