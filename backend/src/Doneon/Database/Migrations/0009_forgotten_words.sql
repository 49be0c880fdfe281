-- Whoever deletes something empties a bit of everybody's trash, and pays for the words of others. A word that is counted down is written
-- anew in its indexes, one that is deleted is not: so what goes is not counted down first.
create or replace function task_words_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before text[];
    after tsvector := search_words(new.user_id, new.title, new.tags, new.description);
    removed text[];
begin
    select words_known(words) into before from searched where task_id = new.id;
    insert into searched (task_id, user_id, words) values (new.id, new.user_id, after)
    on conflict (task_id) do update set words = excluded.words;
    insert into word as known (user_id, word, uses)
    select new.user_id, added, 1 from (select unnest(words_known(after)) except select unnest(before)) difference (added)
    on conflict (user_id, word) do update set uses = known.uses + 1;
    removed = array(select unnest(before) except select unnest(words_known(after)));
    if removed <> '{}' then
        delete from word where user_id = new.user_id and word = any(removed) and uses <= 1;
        update word set uses = uses - 1 where user_id = new.user_id and word = any(removed);
    end if;
    return null;
end;
$$;

-- With an account all of its words go; nothing needs to be counted. Looked up in an array, what is found is expected to be little, as it is.
create or replace function task_words_removed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    owner bigint;
    fewer text[];
    counts bigint[];
begin
    for owner in select distinct user_id from gone loop
        continue when not exists (select from "user" where id = owner);
        select array_agg(word), array_agg(uses) into fewer, counts from (
            select word, count(*) as uses
            from gone cross join lateral unnest(words_known(search_words(user_id, title, tags, description))) word
            where user_id = owner group by word
        ) words;
        delete from word using unnest(fewer, counts) f (word, uses)
        where word.user_id = owner and word.word = any(fewer) and word.word = f.word and word.uses <= f.uses;
        update word set uses = word.uses - f.uses from unnest(fewer, counts) f (word, uses)
        where word.user_id = owner and word.word = any(fewer) and word.word = f.word;
    end loop;
    return null;
end;
$$;

-- A word of letters that trigrams do not know is found fast only by a plan that is made for it: one that is made for any reads the whole index.
alter function search_guesses(text) set plan_cache_mode = force_custom_plan;
