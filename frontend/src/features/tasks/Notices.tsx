import { useNotices } from './notices';
export function Notices() { const n = useNotices(); return <div role="region" aria-label="Notifications" className="fixed bottom-0 end-0 p-4 bg-surface">{n.map(x => <p key={x.id}>{x.text} {x.detail} {x.action && <button onClick={x.action.run}>{x.action.label}</button>}</p>)}</div>; }
