import { useQuery } from '@tanstack/react-query';
import { Bone } from '@/components/Bone';
import { useLanguage, useWords } from '@/lib/words';
import { me } from './queries';
import { Section } from './Section';
import { useSession } from './session';
import { useAccountWords } from './words';

export function Profile() {
    const words = useWords().account;
    const own = useAccountWords();
    const language = useLanguage();
    const { account } = useSession();
    const { data, isPending } = useQuery(me);
    const since = data && new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(data.created_at));
    return (
        <Section title={own.sections.profile}>
            <dl className="grid gap-4 sm:grid-cols-2">
                <div>
                    <dt className="text-sm text-ink-soft">{words.userName}</dt>
                    <dd className="font-medium break-words"><bdi>{account?.username}</bdi></dd>
                </div>
                <div>
                    <dt className="text-sm text-ink-soft">{words.email}</dt>
                    <dd className="font-medium break-words">
                        {data ? <bdi>{data.email}</bdi> : isPending ? <Bone className="my-1 h-4 w-48" /> : '–'}
                    </dd>
                </div>
            </dl>
            <p className="mt-4 min-h-6 text-sm text-ink-soft">{since && own.memberSince(since)}</p>
        </Section>
    );
}
