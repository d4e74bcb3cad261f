import type { Blindness } from '../../core/blindness.ts';
import type { QueueDefinition, QueueItem } from '../../core/queue.ts';

/** A queue without its waves. */
export type QueueHead = Omit<QueueDefinition, 'waves'>;

/** Columns of the table `queue` that a definition has. */
export interface HeadColumns {
  readonly uid: string;
  readonly name: string;
  readonly purpose: QueueDefinition['purpose'];
  readonly description: string;
  readonly design: string | null;
  readonly seed: string;
  readonly workOrder: QueueDefinition['order'];
  readonly blind: string;
  readonly masks: string;
  readonly assignment: string | null;
  readonly runNames: string;
  readonly rule: string;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** `name` is an SQL expression: what its maker called it, or what it is called here. */
export const headColumns = (name: string): string =>
  `q.uid, ${name} AS name, q.purpose, q.description, q.design, q.seed, q.work_order AS workOrder, q.blind, q.masks,
   q.assignment, q.run_names AS runNames, q.rule, q.created_at AS createdAt, q.created_by AS createdBy`;

export function headFromRow(row: HeadColumns): QueueHead {
  return {
    uid: row.uid,
    name: row.name,
    purpose: row.purpose,
    description: row.description,
    design: row.design === null ? null : (JSON.parse(row.design) as QueueDefinition['design']),
    seed: row.seed,
    order: row.workOrder,
    blind: JSON.parse(row.blind) as Blindness,
    masks: JSON.parse(row.masks) as readonly string[],
    assignment:
      row.assignment === null ? null : (JSON.parse(row.assignment) as QueueDefinition['assignment']),
    runNames: JSON.parse(row.runNames) as readonly string[],
    rule: row.rule,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
  };
}

export function headToColumns(head: QueueHead): HeadColumns {
  return {
    uid: head.uid,
    name: head.name,
    purpose: head.purpose,
    description: head.description,
    design: head.design === null ? null : JSON.stringify(head.design),
    seed: head.seed,
    workOrder: head.order,
    blind: JSON.stringify(head.blind),
    masks: JSON.stringify(head.masks),
    assignment: head.assignment === null ? null : JSON.stringify(head.assignment),
    runNames: JSON.stringify(head.runNames),
    rule: head.rule,
    createdAt: head.createdAt,
    createdBy: head.createdBy,
  };
}

/** Columns of the table `queue_item`, over `i`. */
export const ITEM_COLUMNS = `i.place, lower(hex(i.content_hash)) AS hash, i.ordinal, i.stratum, i.assigned, i.repeat_of AS repeatOf`;

export interface ItemColumns {
  readonly place: number;
  readonly hash: string;
  readonly ordinal: number;
  readonly stratum: string;
  readonly assigned: string | null;
  readonly repeatOf: number | null;
}

export function itemFromRow(row: ItemColumns): QueueItem {
  return {
    place: row.place,
    key: { hash: row.hash, ordinal: row.ordinal },
    stratum: row.stratum,
    assigned: row.assigned === null ? [] : (JSON.parse(row.assigned) as readonly string[]),
    repeatOf: row.repeatOf,
  };
}
