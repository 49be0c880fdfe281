import type { TaskFields } from './task';
export function TaskDetails(_: { id: number; draft: Partial<TaskFields> | null; onClose: () => void }) { return null; }
