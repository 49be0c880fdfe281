-- Where a person is, and what comes again.

-- Which day it is, and so what is overdue, is a matter of where somebody lives: a name of the IANA time zone database. Who has not
-- been asked yet has none, and lives by UTC until then.
alter table "user"
    add column time_zone varchar(64),
    add constraint user_time_zone_length check (char_length(time_zone) between 1 and 64);

drop trigger user_updated on "user";
create trigger user_updated before update of username, email, hashed_password, time_zone on "user"
    for each row execute function user_updated();

-- Done, a repeating task stays as it was, and the next of its series is another row, which follows it. One row is followed by one
-- other at most, whoever completes it, how often and where.
alter table task
    add column uid uuid not null default pg_catalog.gen_random_uuid(),
    add column series uuid,
    add column series_start text,
    add column occurrence text,
    add column follows uuid,
    add column following jsonb,
    add column catch_up boolean not null default false;

create unique index task_by_uid on task (user_id, uid);
create unique index task_follows on task (user_id, follows) where follows is not null;

create or replace view my_task as
    select id, user_id, title, description, due_date, priority, tags, recursion_pattern, completed, created_at, updated_at, deleted_at,
        change, due_key, tag_list,
        pg_catalog.lower(title) collate "C" as title_key,
        public.task_text(title, description, tags) as search_text,
        uid, series, series_start, occurrence, follows, following, catch_up
    from task t
    where user_id = (select nullif(current_setting('app.user_id', true), '')::bigint);
