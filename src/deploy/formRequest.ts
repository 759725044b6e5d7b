import * as vscode from 'vscode';
import { artifactText } from '../hosting/artifactLocation.ts';
import { pathBase } from './deployContext.ts';
import type { FormRequest } from './draftFor.ts';

/** What the command's argument asks for: a file or folder of the Explorer, or a part of the tree; the palette gives none. */
export function formRequest(argument: unknown): FormRequest {
  if (argument instanceof vscode.Uri) {
    return argument.scheme === 'file' ? { artifact: artifactText(argument.fsPath, pathBase()) } : {};
  }
  if (typeof argument === 'object' && argument !== null && 'connectionId' in argument) {
    const { connectionId } = argument;
    if (typeof connectionId === 'string') return { connectionId };
  }
  return {};
}
