import type { ReactNode } from 'react';
import { useSession } from './session';
export function RequireAccount({ children, fallback }: { children: ReactNode; fallback: ReactNode }) { const { account } = useSession(); return account ? children : fallback; }
