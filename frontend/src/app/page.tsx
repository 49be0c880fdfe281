import { Title } from '@/components/Title';

export default function Tasks() {
    return <><Title /><h1>Doneon</h1></>;
}
