-- The planner takes a person's tasks to be as many as the average person has: then reading all of them and sorting them looks as cheap
-- as an index. Plans are for the large account, to which a twentieth of all tasks belongs; a small one is fast with any plan.
alter table task alter column user_id set (n_distinct = 20);
analyze task (user_id);

-- Of what is old, the planner expects a tenth of the table; looked up in an array, what is found is expected to be little, as it is.
create or replace function empty_trash(at_most integer) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with old as materialized (
        select t.id from task t join "user" u on u.id = t.user_id
        where t.deleted_at < now() - interval '30 days'
        order by t.deleted_at limit at_most for update skip locked
    ), gone as (
        delete from task where id = any(array(select id from old)) returning 1
    )
    select count(*) from gone;
$$;

create or replace function forget_keys(at_most integer) returns bigint language sql security definer set search_path = public, pg_temp as $$
    with old as materialized (
        select ctid as place from idempotency_key
        where created_at < now() - interval '48 hours'
        order by created_at limit at_most for update skip locked
    ), gone as (
        delete from idempotency_key where ctid = any(array(select place from old)) returning 1
    )
    select count(*) from gone;
$$;
