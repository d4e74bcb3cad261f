import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { TreeContext } from './treeContext.ts';
import type { TreeElement } from './treeElements.ts';
import { urisOf } from './uriList.ts';

/** Takes files and folders dropped on the tree and imports them. */
export class DropTarget implements vscode.TreeDragAndDropController<TreeElement> {
  readonly dropMimeTypes = ['text/uri-list', 'files'];
  readonly dragMimeTypes: readonly string[] = [];
  private readonly context: Pick<TreeContext, 'importFiles' | 'report'>;

  constructor(context: Pick<TreeContext, 'importFiles' | 'report'>) {
    this.context = context;
  }

  async handleDrop(_target: TreeElement | undefined, dropped: vscode.DataTransfer): Promise<void> {
    try {
      const list = await dropped.get('text/uri-list')?.asString();
      const uris = urisOf(list ?? '').map((uri) => vscode.Uri.parse(uri, true));
      for (const [, item] of uris.length > 0 ? [] : dropped) {
        const uri = item.asFile()?.uri;
        if (uri !== undefined) uris.push(uri);
      }
      if (uris.length > 0) await this.context.importFiles(uris);
      // A browser hands over contents without a path; results are read from disk, by path, however large they are.
      else
        throw new AuditError(
          'bad-input',
          'What was dropped has no path on this machine.',
          'Use Import Results… instead.',
        );
    } catch (error) {
      this.context.report('Importing what was dropped', error);
    }
  }
}
