import { useEffect, useRef, useState, type FormEvent } from 'react';
import { SessionEnded } from '@/lib/api';
import { useLanguage, useWords } from '@/lib/words';
import { wasSentEarly } from './earlyForm';
import { troubleOf, type Sentences, type Trouble } from './problems';
import { sessionEnded } from './session';

const nothing: Trouble = { fields: {} };

const inputsOf = (form: HTMLFormElement) => [...form.elements].filter(element => element instanceof HTMLInputElement);

function firstLook(form: HTMLFormElement, required: string, tooShort: (n: number) => string): Record<string, string> {
    return Object.fromEntries(inputsOf(form).flatMap(({ name, value, required: needed, minLength }) =>
        needed && !value ? [[name, required]] : [...value].length < minLength ? [[name, tooShort(minLength)]] : []));
}

/**
 * A form that keeps what was typed until the server has taken it, says under each field what is wrong with it, and goes to the
 * first of them. Then it is empty again; but `send` answers true when the page is left, and nothing can be sent twice.
 */
export function useForm(send: (values: Record<string, string>) => Promise<boolean>, sentences: Sentences = {}) {
    const words = useWords();
    const language = useLanguage();
    const form = useRef<HTMLFormElement>(null);
    const sending = useRef(false);
    const [busy, setBusy] = useState(false);
    const [trouble, setTrouble] = useState(nothing);
    const [forgiven, setForgiven] = useState<string[]>([]);

    useEffect(() => {
        if (form.current && wasSentEarly(form.current)) form.current.requestSubmit();
    }, []);

    useEffect(() => {
        if (Object.keys(trouble.fields).length > 0) form.current!.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }, [trouble]);

    async function submit(event: FormEvent<HTMLFormElement>) {
        event.preventDefault();
        if (sending.current) return;
        const inputs = form.current!;
        const fields = firstLook(inputs, words.account.required, words.account.wrong.tooShort);
        setTrouble({ fields });
        setForgiven([]);
        if (Object.keys(fields).length > 0) return;
        sending.current = true;
        setBusy(true);
        let leaving = false;
        try {
            leaving = await send(Object.fromEntries(new FormData(inputs)) as Record<string, string>);
            if (!leaving) inputs.reset();
        } catch (failure) {
            if (failure instanceof SessionEnded) sessionEnded();
            const labelOf = (field: string) => inputsOf(inputs).find(input => input.name === field)?.labels?.[0]?.textContent ?? undefined;
            setTrouble(troubleOf(failure, words, language, sentences, labelOf));
        }
        if (leaving) return;
        sending.current = false;
        setBusy(false);
    }

    /** What is typed into a field takes away what was said about it. */
    const forgive = (event: FormEvent<HTMLFormElement>) => setForgiven([...forgiven, (event.target as HTMLInputElement).name]);

    return {
        busy,
        message: trouble.message,
        error: (field: string) => forgiven.includes(field) ? undefined : trouble.fields[field],
        /** For the form element. */
        form: { ref: form, method: 'post', noValidate: true, onSubmit: submit, onInput: forgive, 'aria-busy': busy || undefined } as const,
    };
}
