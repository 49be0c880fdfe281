-- What is searched lies in tables of its own: so to complete, postpone or delete a task touches no index of words.

-- Writers wait until all words are there; readers do not. In the order in which writers come to the two.
lock table task in share row exclusive mode;
lock table "user" in share row exclusive mode;

-- Letters without case and marks. NFD takes marks off their letters, whatever the locale of the database; NFC puts the rest together again.
create function fold(text text) returns text language plpgsql immutable parallel safe as $$
begin
    if octet_length(text) = char_length(text) then
        return lower(text collate "C");
    end if;
    text = regexp_replace(normalize(text, nfd), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+', '', 'g');
    return replace(translate(lower(normalize(text, nfc)), 'øłđħıςØŁĐĦẞ', 'oldhiσoldhß'), 'ß', 'ss');
end;
$$;

-- Runs of letters and digits; each symbol (%, €, an emoji) is a word by itself. By number and not by class, which would depend on the locale.
create function words_of(folded text) returns text[] language plpgsql immutable parallel safe as $$
begin
    return array_remove(regexp_split_to_array(
        regexp_replace(folded, '[$%&+<=>^_|~\u20a0-\u20cf\u2100-\u2bff\U0001f000-\U0001faff]', ' \& ', 'g'),
        '[\u0001-\u0023\u0027-\u002a\u002c-\u002f:;\u003f-\u005d\u0060\u007b\u007d\u007f-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7'
        '\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u206f\u2e00-\u2e7f\u3000-\u3004\u3008-\u3030\u303d-\u303f\ufe00-\ufe6f\ufeff'
        '\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+'), '');
end;
$$;

-- The words of a task with their places, each behind the number of its owner: so the index has the words of one person apart from those of
-- all others. A whole tag stands behind '#', and every task has the empty word. The limits are those of a tsvector: 16,383 places, words of 2 KB, 1 MB in all.
create function search_words(owner bigint, title text, tags text, description text) returns tsvector language plpgsql immutable as $$
declare
    lexemes text;
begin
    select string_agg(lexeme, ' ') into lexemes from (
        (select format('''%s/%s'':%s%s', owner, left(word, 64), row_number() over (order by part, place) + part, weight) as lexeme
        from (
            select 0 as part, 'A' as weight, fold(title) as text
            union all select tag.part, 'B', fold(tag.text) from unnest(string_to_array(left(tags, 20000), ',')) with ordinality tag (text, part)
            union all select 100, 'C', fold(description)
        ) parts cross join lateral unnest(words_of(left(parts.text, 100000))) with ordinality words (word, place)
        order by part, place limit 16000)
        union all
        select format('''%s/#%s''', owner, tag_word(tag)) from unnest(string_to_array(left(tags, 20000), ',')) tag
        union all
        select format('''%s/''', owner)
    ) all_of_them;
    return lexemes::tsvector;
end;
$$;

create function tag_word(tag text) returns text language sql immutable parallel safe as
    $$ select replace(replace(left(fold(btrim(tag)), 200), '\', '\\'), '''', '''''') $$;

-- What can be guessed at when a word is written wrongly or in part: the first 300 words of each task, and in how many tasks they are.
-- Plans are made for the large account, as for task.
create table word (
    user_id bigint not null references "user" (id) on delete cascade,
    word text collate "C" not null,
    uses bigint not null,
    constraint word_pkey primary key (user_id, word)
) with (fillfactor = 80);

create table searched (
    task_id bigint primary key references task (id) on delete cascade,
    user_id bigint not null,
    words tsvector not null
);

alter table word alter column user_id set (n_distinct = 20);
alter table searched alter column user_id set (n_distinct = 20);
-- Of words that belong to one person each, the commonest say nothing.
alter table searched alter column words set statistics 0;

create function words_known(words tsvector) returns text[] language sql immutable parallel safe as $$
    select array_agg(substr(lexeme, strpos(lexeme, '/') + 1)) from unnest(words) w (lexeme, places, weights) where places[1] <= 300
$$;

-- Added are as many as a statement adds, counted word by word: a row that a transaction changes a thousand times has a thousand versions.
create function task_words_added() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    with new as (
        insert into searched (task_id, user_id, words)
        select id, user_id, search_words(user_id, title, tags, description) from added
        returning user_id, words
    )
    insert into word as known (user_id, word, uses)
    select user_id, word, count(*) from new cross join lateral unnest(words_known(words)) word group by user_id, word
    on conflict (user_id, word) do update set uses = known.uses + excluded.uses;
    return null;
end;
$$;

create function task_words_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
        update word set uses = uses - 1 where user_id = new.user_id and word = any(removed);
        delete from word where user_id = new.user_id and word = any(removed) and uses <= 0;
    end if;
    return null;
end;
$$;

-- With an account all of its words go; nothing needs to be counted. Looked up in an array, what is found is expected to be little, as it is.
create function task_words_removed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
        update word set uses = word.uses - f.uses from unnest(fewer, counts) f (word, uses)
        where word.user_id = owner and word.word = any(fewer) and word.word = f.word;
        delete from word where user_id = owner and word.word = any(fewer) and uses <= 0;
    end loop;
    return null;
end;
$$;

create trigger task_words_added after insert on task referencing new table as added
    for each statement execute function task_words_added();
create trigger task_words_changed after update of title, tags, description on task
    for each row when (old.title is distinct from new.title or old.tags is distinct from new.tags or old.description is distinct from new.description)
    execute function task_words_changed();
create trigger task_words_removed after delete on task referencing old table as gone
    for each statement execute function task_words_removed();

-- What is there.
insert into searched (task_id, user_id, words) select id, user_id, search_words(user_id, title, tags, description) from task;
insert into word (user_id, word, uses)
select user_id, word, count(*) from searched cross join lateral unnest(words_known(words)) word group by user_id, word;

-- What is written is in them at once, see docs/decisions/0006-search.md.
create index searched_by_word on searched using gin (words) with (fastupdate = off);
create index word_by_part on word using gin (user_id, word gin_trgm_ops) with (fastupdate = off);
analyze searched;
analyze word;

-- Like my_task: row-level security would keep the planner from these indexes.
create view my_searched as
    select task_id, words from searched t where user_id = (select nullif(current_setting('app.user_id', true), '')::bigint);
create view my_word as
    select user_id, word, uses from word t where user_id = (select nullif(current_setting('app.user_id', true), '')::bigint);

-- What else a word may mean: words that it is a part of and, when none begins with it, words that are one letter away or have two letters
-- exchanged. Of a word with one wrong letter, at least one half is right. The commonest are taken.
create function search_guesses(part text) returns text[] language plpgsql stable as $$
declare
    length integer := char_length(part);
    guesses text[] := '{}';
    typos text[];
begin
    if length >= 3 then
        guesses = array(
            select word from my_word where word like '%' || part || '%' and word not like part || '%' order by uses desc, word limit 30);
    end if;
    if length < 4 or part ~ '[0-9]' or exists (select from my_word where word >= part and word < part || U&'\+10FFFF') then
        return guesses;
    end if;
    typos = array(
        select overlay(part placing letter from i for 1) from generate_series(1, length) i, unnest(array['', '_']) letter
        union all select overlay(part placing '_' from i for 0) from generate_series(1, length + 1) i
        union all select overlay(part placing reverse(substr(part, i, 2)) from i for 2) from generate_series(1, length - 1) i);
    return guesses || array(
        select word from (
            select word, uses from my_word where word >= left(part, length / 2) and word < left(part, length / 2) || U&'\+10FFFF' and word like any(typos)
            union select word, uses from my_word where word like '%' || right(part, length - length / 2) and word like any(typos)
            union select word, uses from my_word where word = any(typos)
        ) near order by uses desc, word limit 20);
end;
$$;

create function search_phrase(words text[], weight text, unfinished boolean) returns text language sql immutable parallel safe as $$
    select string_agg(format('''%s'':%s%s', word, weight, case when unfinished and place = cardinality(words) then '*' end), ' <-> ' order by place)
    from unnest(words) with ordinality w (word, place)
$$;

-- What a question looks for. Each term begins with + or - (shall or shall not be there) and with its kind: w for a word whose last letters
-- may be missing, p for a phrase, t for a tag. For each that shall be there, ranks has nine ways to be there, the best first: in title,
-- tags or description; as a whole word, as its beginning, or guessed.
create function search_terms(terms text[], out matching tsquery, out ranks tsquery[]) language plpgsql stable as $$
declare
    owner text := current_setting('app.user_id', true) || '/';
    term text;
    words text[];
    guesses text[];
    weight text;
    query tsquery;
begin
    ranks = '{}';
    foreach term in array terms loop
        if term like '_t%' then
            query = format('''%s#%s''', owner, tag_word(substr(term, 3)))::tsquery;
        else
            words = array(select left(word, 64) from unnest(words_of(fold(substr(term, 3)))) word limit 20);
            continue when words = '{}';
            guesses = case when term like '+w%' and cardinality(words) = 1 then search_guesses(words[1]) else '{}' end;
            words = array(select owner || word from unnest(words) word);
            query = search_phrase(words, '', term like '+w%')::tsquery;
            if guesses <> '{}' then
                query = query || (select string_agg(format('''%s%s''', owner, guess), ' | ')::tsquery from unnest(guesses) guess);
            end if;
            if term like '+%' then
                foreach weight in array array['A', 'B', 'C'] loop
                    ranks = ranks || array[
                        search_phrase(words, weight, false)::tsquery,
                        case when term like '+w%' then search_phrase(words, weight, true)::tsquery end,
                        (select string_agg(format('''%s%s'':%s', owner, guess, weight), ' | ')::tsquery from unnest(guesses) guess)];
                end loop;
            end if;
        end if;
        query = case when term like '-%' then !!query else query end;
        matching = case when matching is null then query else matching && query end;
    end loop;
    -- What shall not be there is taken from all that there is.
    if not exists (select from unnest(terms) t (term) where t.term like '+%') then
        matching = format('''%s''', owner)::tsquery && matching;
    end if;
end;
$$;

-- The best way in which each term is there, of nine; added up.
create function search_rank(words tsvector, ranks tsquery[]) returns bigint language plpgsql immutable parallel safe as $$
declare
    rank bigint := 0;
    way integer := 0;
begin
    while way < cardinality(ranks) loop
        for i in 1..9 loop
            if words @@ ranks[way + i] then
                rank = rank + 10 - i;
                exit;
            end if;
        end loop;
        way = way + 9;
    end loop;
    return rank;
end;
$$;
