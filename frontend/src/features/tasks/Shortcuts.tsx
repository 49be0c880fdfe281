export function Shortcuts(_: { onClose: () => void }) { return null; }
