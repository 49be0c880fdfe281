import type { Task } from './task';
export function QuickEdit(_: { what: 'date' | 'priority' | 'tags'; tasks: Task[]; anchor: Element | null; onClose: () => void }) { return null; }
