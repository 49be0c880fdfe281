-- The schema of a migrated database, written by a test from PostgreSQL's own catalog: read it, do not edit it.
-- "{role}" is the role that requests run as; its real name ends with the database's.

create extension btree_gin;
create extension pg_trgm;
create extension pgcrypto;

create type priority_enum as enum ('High', 'Medium', 'Low');

set check_function_bodies = off;

CREATE FUNCTION count_tasks()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
    if uncounted_tasks() <> 0 then
        update "user" set task_count = task_count + uncounted_tasks()
            where id = split_part(current_setting('app.raised', true), ':', 1)::bigint;
        perform set_config('app.uncounted', '', true);
    end if;
end;
$function$;

CREATE FUNCTION due_key(due_date text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
    select case when due_date ~ '^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$' then due_date else '~' end
$function$;

CREATE FUNCTION empty_trash(at_most integer)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    with old as materialized (
        select t.id from task t join "user" u on u.id = t.user_id
        where t.deleted_at < now() - interval '30 days'
        order by t.deleted_at limit at_most for update skip locked
    ), gone as (
        delete from task where id = any(array(select id from old)) returning 1
    )
    select count(*) from gone;
$function$;

CREATE FUNCTION fold(text text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
    if octet_length(text) = char_length(text) then
        return lower(text collate "C");
    end if;
    text = regexp_replace(normalize(text, nfd), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+', '', 'g');
    return replace(translate(lower(normalize(text, nfc)), 'øłđħıςØŁĐĦẞ', 'oldhiσoldhß'), 'ß', 'ss');
end;
$function$;

CREATE FUNCTION forget_keys(at_most integer)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    with old as materialized (
        select ctid as place from idempotency_key
        where created_at < now() - interval '48 hours'
        order by created_at limit at_most for update skip locked
    ), gone as (
        delete from idempotency_key where ctid = any(array(select place from old)) returning 1
    )
    select count(*) from gone;
$function$;

CREATE FUNCTION search_guesses(part text)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
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
$function$;

CREATE FUNCTION search_phrase(words text[], weight text, unfinished boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select string_agg(format('''%s'':%s%s', word, weight, case when unfinished and place = cardinality(words) then '*' end), ' <-> ' order by place)
    from unnest(words) with ordinality w (word, place)
$function$;

CREATE FUNCTION search_rank(words tsvector, ranks tsquery[])
 RETURNS bigint
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
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
$function$;

CREATE FUNCTION search_terms(terms text[], OUT matching tsquery, OUT ranks tsquery[])
 RETURNS record
 LANGUAGE plpgsql
 STABLE
AS $function$
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
$function$;

CREATE FUNCTION search_words(owner bigint, title text, tags text, description text)
 RETURNS tsvector
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
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
$function$;

CREATE FUNCTION tag_word(tag text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select replace(replace(left(fold(btrim(tag)), 200), '\', '\\'), '''', '''''') $function$;

CREATE FUNCTION task_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
    owner_id bigint := case tg_op when 'DELETE' then old.user_id else new.user_id end;
    delta bigint := case tg_op when 'INSERT' then 1 when 'DELETE' then -1 else 0 end;
    raised text := coalesce(current_setting('app.raised', true), '');
    value bigint;
begin
    if split_part(raised, ':', 1) = owner_id::text then
        value = split_part(raised, ':', 2);
        if delta <> 0 then
            perform set_config('app.uncounted', (uncounted_tasks() + delta)::text, true);
        end if;
    else
        perform count_tasks();
        update "user" set changes = changes + 1, task_count = task_count + delta where id = owner_id returning changes into value;
        perform set_config('app.raised', owner_id || ':' || coalesce(value, 0), true);
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    if tg_op = 'UPDATE' then
        new.updated_at = now();
    end if;
    new.change = value;
    return new;
end;
$function$;

CREATE FUNCTION task_counted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
    perform count_tasks();
    return null;
end;
$function$;

CREATE FUNCTION task_keeps_owner()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception using errcode = 'DN002', message = 'a task cannot change its owner';
end;
$function$;

CREATE FUNCTION task_lock_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
    perform from "user" where id = nullif(current_setting('app.user_id', true), '')::bigint for no key update;
    return null;
end;
$function$;

CREATE FUNCTION task_text(title text, description text, tags text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE COST 500
AS $function$
begin
    return lower(title || E'\n' || coalesce(description, '') || E'\n' || coalesce(tags, ''));
end;
$function$;

CREATE FUNCTION task_words_added()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE FUNCTION task_words_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE FUNCTION task_words_removed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE FUNCTION uncounted_tasks()
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(nullif(current_setting('app.uncounted', true), '')::bigint, 0) $function$;

CREATE FUNCTION user_updated()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    new.updated_at = now();
    return new;
end;
$function$;

CREATE FUNCTION words_known(words tsvector)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select array_agg(substr(lexeme, strpos(lexeme, '/') + 1)) from unnest(words) w (lexeme, places, weights) where places[1] <= 300
$function$;

CREATE FUNCTION words_of(folded text)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
    return array_remove(regexp_split_to_array(
        regexp_replace(folded, '[$%&+<=>^_|~\u20a0-\u20cf\u2100-\u2bff\U0001f000-\U0001faff]', ' \& ', 'g'),
        '[\u0001-\u0023\u0027-\u002a\u002c-\u002f:;\u003f-\u005d\u0060\u007b\u007d\u007f-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7'
        '\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u206f\u2e00-\u2e7f\u3000-\u3004\u3008-\u3030\u303d-\u303f\ufe00-\ufe6f\ufeff'
        '\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+'), '');
end;
$function$;

create table "user" (
    id bigint not null generated by default as identity,
    username character varying(30) not null,
    email character varying(255) not null,
    hashed_password character varying(255) not null,
    created_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    updated_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    changes bigint not null default 0,
    task_count bigint not null default 0,
    time_zone character varying(64),
    constraint user_email_length CHECK (((char_length((email)::text) >= 1) AND (char_length((email)::text) <= 255))),
    constraint user_hashed_password_length CHECK (((char_length((hashed_password)::text) >= 1) AND (char_length((hashed_password)::text) <= 255))),
    constraint user_pkey PRIMARY KEY (id),
    constraint user_time_zone_length CHECK (((char_length((time_zone)::text) >= 1) AND (char_length((time_zone)::text) <= 64))),
    constraint user_username_length CHECK (((char_length((username)::text) >= 1) AND (char_length((username)::text) <= 30)))
);
alter table "user" enable row level security;
create unique index user_email_key_ci on "user" using btree (lower((email)::text));
create unique index user_username_key_ci on "user" using btree (lower((username)::text));

create table "task" (
    id bigint not null generated by default as identity,
    user_id bigint not null,
    title character varying(200) not null,
    description text,
    due_date character varying(50),
    priority priority_enum not null default 'Medium'::priority_enum,
    tags text,
    recursion_pattern character varying(100),
    completed boolean not null default false,
    created_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    updated_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    deleted_at timestamp with time zone,
    change bigint not null default 0,
    due_key text collate "C" not null generated always as (due_key((due_date)::text)) stored,
    tag_list text[] not null generated always as (array_remove(regexp_split_to_array(lower(btrim(COALESCE(tags, ''::text))), '\s*,\s*'::text), ''::text)) stored,
    uid uuid not null default gen_random_uuid(),
    series uuid,
    series_start text,
    occurrence text,
    follows uuid,
    following jsonb,
    catch_up boolean not null default false,
    constraint task_description_length CHECK ((char_length(description) <= 100000)),
    constraint task_pkey PRIMARY KEY (id),
    constraint task_title_length CHECK (((char_length((title)::text) >= 1) AND (char_length((title)::text) <= 200))),
    constraint task_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);
alter table "task" enable row level security;
create index task_by_completion on "task" using btree (user_id, completed, created_at, id) WHERE (deleted_at IS NULL);
create index task_by_created on "task" using btree (user_id, created_at, id) WHERE (deleted_at IS NULL);
create index task_by_due on "task" using btree (user_id, completed, due_key, id) WHERE (deleted_at IS NULL);
create index task_by_priority on "task" using btree (user_id, completed, priority, due_key, id) WHERE (deleted_at IS NULL);
create index task_by_tag on "task" using gin (user_id, tag_list) WITH (fastupdate=off) WHERE (deleted_at IS NULL);
create index task_by_title on "task" using btree (user_id, completed, lower((title)::text) COLLATE "C", id) WHERE (deleted_at IS NULL);
create index task_by_user on "task" using btree (user_id);
create index task_in_trash on "task" using btree (user_id, deleted_at, id) WHERE (deleted_at IS NOT NULL);
create index task_trash_age on "task" using btree (deleted_at) WHERE (deleted_at IS NOT NULL);
create unique index task_by_uid on "task" using btree (user_id, uid);
create unique index task_follows on "task" using btree (user_id, follows) WHERE (follows IS NOT NULL);

create table "idempotency_key" (
    user_id bigint not null,
    key character varying(128) not null,
    request bytea not null,
    answer jsonb not null,
    created_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    constraint idempotency_key_pkey PRIMARY KEY (user_id, key),
    constraint idempotency_key_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);
alter table "idempotency_key" enable row level security;
create index idempotency_key_by_age on "idempotency_key" using btree (created_at);

create table "searched" (
    task_id bigint not null,
    user_id bigint not null,
    words tsvector not null,
    constraint searched_pkey PRIMARY KEY (task_id),
    constraint searched_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id) ON DELETE CASCADE
);
alter table "searched" enable row level security;
create index searched_by_word on "searched" using gin (words) WITH (fastupdate=off);

create table "server_key" (
    name text not null,
    value bytea not null,
    created_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    constraint server_key_pkey PRIMARY KEY (name)
);
alter table "server_key" enable row level security;

create table "session" (
    id bigint not null generated by default as identity,
    user_id bigint not null,
    token_jti character varying(255) not null,
    token character varying(255) not null,
    expires_at timestamp with time zone not null,
    revoked boolean not null default false,
    created_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    device character varying(200) not null default ''::character varying,
    last_used_at timestamp with time zone not null default CURRENT_TIMESTAMP,
    constraint session_pkey PRIMARY KEY (id),
    constraint session_token_is_sha256 CHECK (((token)::text ~ '^[0-9a-f]{64}$'::text)),
    constraint session_token_jti_key UNIQUE (token_jti),
    constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);
alter table "session" enable row level security;
create index session_by_expiry on "session" using btree (expires_at);
create index session_by_user on "session" using btree (user_id, id);

create table "word" (
    user_id bigint not null,
    word text collate "C" not null,
    uses bigint not null,
    constraint word_pkey PRIMARY KEY (user_id, word),
    constraint word_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);
alter table "word" enable row level security;
create index word_by_part on "word" using gin (user_id, word gin_trgm_ops) WITH (fastupdate=off);

create trigger task_changed BEFORE INSERT OR DELETE OR UPDATE ON task FOR EACH ROW EXECUTE FUNCTION task_changed();
create trigger task_counted AFTER INSERT OR DELETE ON task FOR EACH STATEMENT EXECUTE FUNCTION task_counted();
create trigger task_keeps_owner BEFORE UPDATE OF user_id ON task FOR EACH ROW WHEN ((old.user_id <> new.user_id)) EXECUTE FUNCTION task_keeps_owner();
create trigger task_lock_owner BEFORE DELETE OR UPDATE ON task FOR EACH STATEMENT EXECUTE FUNCTION task_lock_owner();
create trigger task_words_added AFTER INSERT ON task REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION task_words_added();
create trigger task_words_changed AFTER UPDATE OF title, tags, description ON task FOR EACH ROW WHEN ((((old.title)::text IS DISTINCT FROM (new.title)::text) OR (old.tags IS DISTINCT FROM new.tags) OR (old.description IS DISTINCT FROM new.description))) EXECUTE FUNCTION task_words_changed();
create trigger task_words_removed AFTER DELETE ON task REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION task_words_removed();
create trigger user_updated BEFORE UPDATE OF username, email, hashed_password, time_zone ON "user" FOR EACH ROW EXECUTE FUNCTION user_updated();

create view my_searched as
    SELECT task_id, words FROM searched t WHERE (user_id = ( SELECT (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint AS "nullif"));

create view my_task as
    SELECT id, user_id, title, description, due_date, priority, tags, recursion_pattern, completed, created_at, updated_at, deleted_at, change, due_key, tag_list, (lower((title)::text) COLLATE "C") AS title_key, task_text((title)::text, description, tags) AS search_text, uid, series, series_start, occurrence, follows, following, catch_up FROM task t WHERE (user_id = ( SELECT (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint AS "nullif"));

create view my_word as
    SELECT user_id, word, uses FROM word t WHERE (user_id = ( SELECT (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint AS "nullif"));

create policy own_key on "idempotency_key"
    as permissive for all to "{role}" using ((user_id = ( SELECT (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint AS "nullif")));
create policy own_session on "session"
    as permissive for all to "{role}" using ((user_id = ( SELECT (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint AS "nullif")));
create policy own_task on "task"
    as permissive for all to "{role}" using ((user_id = ( SELECT (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint AS "nullif")));
create policy own_user on "user"
    as permissive for all to "{role}" using ((id = ( SELECT (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint AS "nullif")));

grant usage on schema public to "{role}";
grant insert (user_id) on "idempotency_key" to "{role}";
grant insert (key) on "idempotency_key" to "{role}";
grant insert (request) on "idempotency_key" to "{role}";
grant insert (answer) on "idempotency_key" to "{role}";
grant select on "my_searched" to "{role}";
grant select on "my_task" to "{role}";
grant select on "my_word" to "{role}";
grant delete, select on "session" to "{role}";
grant update (revoked) on "session" to "{role}";
grant update (last_used_at) on "session" to "{role}";
grant delete, insert, select, update on "task" to "{role}";
grant delete, select on "user" to "{role}";
grant update (username) on "user" to "{role}";
grant update (email) on "user" to "{role}";
grant update (hashed_password) on "user" to "{role}";
grant update (time_zone) on "user" to "{role}";
revoke execute on function count_tasks() from public;
revoke execute on function due_key(due_date text) from public;
grant execute on function due_key(due_date text) to "{role}";
revoke execute on function empty_trash(at_most integer) from public;
grant execute on function empty_trash(at_most integer) to "{role}";
revoke execute on function fold(text text) from public;
grant execute on function fold(text text) to "{role}";
revoke execute on function forget_keys(at_most integer) from public;
grant execute on function forget_keys(at_most integer) to "{role}";
revoke execute on function search_guesses(part text) from public;
grant execute on function search_guesses(part text) to "{role}";
revoke execute on function search_phrase(words text[], weight text, unfinished boolean) from public;
grant execute on function search_phrase(words text[], weight text, unfinished boolean) to "{role}";
revoke execute on function search_rank(words tsvector, ranks tsquery[]) from public;
grant execute on function search_rank(words tsvector, ranks tsquery[]) to "{role}";
revoke execute on function search_terms(terms text[], OUT matching tsquery, OUT ranks tsquery[]) from public;
grant execute on function search_terms(terms text[], OUT matching tsquery, OUT ranks tsquery[]) to "{role}";
revoke execute on function search_words(owner bigint, title text, tags text, description text) from public;
revoke execute on function tag_word(tag text) from public;
grant execute on function tag_word(tag text) to "{role}";
revoke execute on function task_text(title text, description text, tags text) from public;
grant execute on function task_text(title text, description text, tags text) to "{role}";
revoke execute on function uncounted_tasks() from public;
revoke execute on function words_known(words tsvector) from public;
revoke execute on function words_of(folded text) from public;
grant execute on function words_of(folded text) to "{role}";
