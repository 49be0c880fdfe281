-- What a write answered, kept with the write itself under the key that its request named: a repetition is told from a new request.
create table idempotency_key (
    user_id bigint not null references "user" (id) on delete cascade,
    key varchar(128) not null,
    request bytea not null,
    answer jsonb not null,
    created_at timestamptz not null default current_timestamp,
    constraint idempotency_key_pkey primary key (user_id, key)
);

create index idempotency_key_by_age on idempotency_key (created_at);

-- Keys go after 48 hours: each write with a key takes a few along, of anybody, so that no job has to.
create function forget_keys(at_most integer) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with old as materialized (
        select user_id, key from idempotency_key
        where created_at < now() - interval '48 hours'
        order by created_at limit at_most for update skip locked
    ), gone as (
        delete from idempotency_key k using old where k.user_id = old.user_id and k.key = old.key returning 1
    )
    select count(*) from gone;
$$;
