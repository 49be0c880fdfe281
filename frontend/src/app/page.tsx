export default function Tasks() {
    return <h1>Doneon</h1>;
}
