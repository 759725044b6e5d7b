import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { jsonLanguage } from '@codemirror/lang-json';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { type TextFormat, textFormat } from '../../hosting/contentTypes.ts';
import { styleNonce } from '../shared/host.ts';
import { bodyProblem } from './bodyCheck.ts';
import { editorTheme } from './editorTheme.ts';

/** What a request editor tells. */
export interface RequestEditorEvents {
  readonly edited: (text: string) => void;
  readonly send: () => void;
}

/** The editor of a request's body. Texts come out with the line breaks they went in with. */
export class RequestEditor {
  readonly dom: HTMLElement;
  private readonly view: EditorView;
  private readonly lineBreak = new Compartment();
  private readonly language = new Compartment();
  private contentType = '';
  private isLoading = false;

  constructor({ edited, send }: RequestEditorEvents) {
    const sendKey = {
      key: 'Mod-Enter',
      run: () => {
        send();
        return true;
      },
    };
    this.view = new EditorView({
      extensions: [
        Prec.highest(keymap.of([sendKey])),
        history(),
        this.lineBreak.of(EditorState.lineSeparator.of('\n')),
        this.language.of([]),
        linter(() => this.diagnostics(), { delay: 300 }),
        indentUnit.of('  '),
        placeholder('Type the body of a request, or open a payload file.'),
        keymap.of([...historyKeymap, indentWithTab]),
        common('Request body', 'Escape, then Tab leaves the editor.'),
        EditorView.updateListener.of(({ docChanged }) => {
          if (docChanged && !this.isLoading) edited(this.text());
        }),
      ],
    });
    this.dom = this.view.dom;
  }

  /** Puts a text in; undo brings the one before back. */
  load(text: string): void {
    if (text === this.text()) return;
    this.isLoading = true;
    this.view.dispatch({ effects: this.lineBreak.reconfigure(EditorState.lineSeparator.of(lineBreakOf(text))) });
    const { state } = this.view;
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: state.toText(text) } });
    this.isLoading = false;
  }

  /** Highlights and checks the text as this content type has it. */
  setContentType(contentType: string): void {
    if (contentType === this.contentType) return;
    this.contentType = contentType;
    this.view.dispatch({ effects: this.language.reconfigure(languageOf(textFormat(contentType))) });
  }

  focus(): void {
    this.view.focus();
  }

  private text(): string {
    return this.view.state.sliceDoc();
  }

  private diagnostics(): Diagnostic[] {
    const { doc } = this.view.state;
    const problem = bodyProblem(doc.toString(), this.contentType);
    if (!problem) return [];
    const from = Math.min(problem.position, doc.length);
    return [{ from, to: Math.max(from, doc.lineAt(from).to), severity: 'warning', message: problem.message }];
  }
}

/** Shows a response's body; for reading, searching and copying. */
export class ResponseEditor {
  readonly dom: HTMLElement;
  private readonly view: EditorView;
  private readonly language = new Compartment();
  private shown: { readonly text: string; readonly format: TextFormat } = { text: '', format: 'plain' };

  constructor() {
    this.view = new EditorView({
      extensions: [EditorState.readOnly.of(true), this.language.of([]), common('Response body', 'Read-only.')],
    });
    this.dom = this.view.dom;
  }

  show(text: string, format: TextFormat): void {
    if (this.shown.text === text && this.shown.format === format) return;
    this.shown = { text, format };
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      scrollIntoView: true,
      effects: this.language.reconfigure(languageOf(format)),
    });
  }
}

function common(label: string, description: string): Extension {
  return [
    EditorView.cspNonce.of(styleNonce()),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-description': description }),
    lineNumbers(),
    codeFolding(),
    foldGutter(),
    drawSelection(),
    bracketMatching(),
    search({ top: true }),
    highlightSelectionMatches(),
    keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
    editorTheme,
  ];
}

function languageOf(format: TextFormat): Extension {
  return format === 'json' || format === 'jsonLines' ? jsonLanguage : [];
}

/** Mixed line breaks are all kept: a carriage return then counts as a character of its line. */
function lineBreakOf(text: string): string {
  const breaks = text.match(/\r\n?|\n/gu) ?? [];
  return breaks.length > 0 && breaks.every((lineBreak) => lineBreak === '\r\n') ? '\r\n' : '\n';
}
