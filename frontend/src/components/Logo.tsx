export function Logo() { return <span className="text-lg font-semibold">Doneon</span>; }
