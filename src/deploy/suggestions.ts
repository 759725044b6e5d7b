import * as vscode from 'vscode';

/** Most artifacts that are offered. */
const MAX_SUGGESTIONS = 8;

/** Artifacts in the open folders, in the order of their paths: archives, and folders that hold a model.onnx. */
export async function findArtifacts(token: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const search = (pattern: string) => vscode.workspace.findFiles(pattern, '**/{node_modules,.git,.venv}/**', 50, token);
  const [archives, models] = await Promise.all([search('**/*.{tar.gz,tgz}'), search('**/model.onnx')]);
  const folders = models.map((model) => vscode.Uri.joinPath(model, '..'));
  return [...archives, ...folders]
    .filter(({ scheme }) => scheme === 'file')
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS);
}
