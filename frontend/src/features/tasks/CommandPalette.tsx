import type { ReactNode } from 'react';
export interface Command { id: string; group: 'actions' | 'goTo'; label: string; keys?: string; icon?: ReactNode; run: () => void }
export function CommandPalette(_: { onClose: () => void; commands: Command[]; onOpenTask: (id: number) => void; onGo: (address: string) => void }) { return null; }
