-- Role, grants and policies: run by every migrate, because a restored dump has no roles.
-- {role} stands for the quoted name of this database's role; roles belong to the whole cluster, so its name carries the database's.
do $$
begin
    if not exists (select from pg_roles where rolname = {role_text}) then
        create role {role} nologin;
    end if;
exception when duplicate_object or unique_violation then
    null; -- another replica was faster
end;
$$;

-- Since version 16 the creator of a role may switch to it only when that is granted expressly.
do $$
begin
    if current_setting('server_version_num')::int >= 160000 then
        if not pg_has_role(current_user, {role_text}, 'SET') then
            execute format('grant %I to current_user with set true, inherit false', {role_text});
        end if;
    elsif not pg_has_role(current_user, {role_text}, 'MEMBER') then
        grant {role} to current_user;
    end if;
end;
$$;

-- In the order in which requests lock them: in another, this and they would wait for each other until PostgreSQL ends one of them.
-- Whoever has one and waits for the next keeps everybody from the first: so all seven together may take as long as one elsewhere.
set local lock_timeout = '400ms';
lock table "user", session, idempotency_key, task, searched, word, server_key in access exclusive mode;

revoke all on "user", task, session, server_key, idempotency_key, searched, word, my_task, my_searched, my_word from {role};
revoke all on function due_key(text), task_text(text, text, text), empty_trash(integer), forget_keys(integer), count_tasks(), uncounted_tasks() from public;
revoke all on function fold(text), words_of(text), words_known(tsvector), tag_word(text), search_words(bigint, text, text, text), search_guesses(text),
    search_phrase(text[], text, boolean), search_terms(text[]), search_rank(tsvector, tsquery[]) from public;
grant usage on schema public to {role};
grant select, insert, update, delete on task to {role};
grant select on my_task, my_searched, my_word to {role};
grant select, delete, update (username, email, hashed_password, time_zone) on "user" to {role};
grant select, delete, update (revoked, last_used_at) on session to {role};
grant insert (user_id, key, request, answer) on idempotency_key to {role};
grant execute on function empty_trash(integer), forget_keys(integer) to {role};
-- A generated column, an index and a view's columns are computed as whoever writes or reads.
grant execute on function due_key(text), task_text(text, text, text) to {role};
grant execute on function fold(text), words_of(text), tag_word(text), search_guesses(text), search_phrase(text[], text, boolean), search_terms(text[]),
    search_rank(tsvector, tsquery[]) to {role};

alter table "user" enable row level security;
alter table task enable row level security;
alter table session enable row level security;
alter table server_key enable row level security;
alter table idempotency_key enable row level security;
-- Nobody but their owner reads these, through views, or writes them, by triggers: without a policy they have no row for anybody else.
alter table searched enable row level security;
alter table word enable row level security;

-- The sub-select matters: without it the first user's row estimate stays in the prepared plan.
drop policy if exists own_user on "user";
create policy own_user on "user" to {role}
    using (id = (select nullif(current_setting('app.user_id', true), '')::bigint));
drop policy if exists own_task on task;
create policy own_task on task to {role}
    using (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));
drop policy if exists own_session on session;
create policy own_session on session to {role}
    using (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));
drop policy if exists own_key on idempotency_key;
create policy own_key on idempotency_key to {role}
    using (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));
