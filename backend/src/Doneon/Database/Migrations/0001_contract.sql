-- The contract of the first applications: exactly their tables, so that a database made by them can be adopted.
create table "user" (
    id serial primary key,
    username varchar(30) not null unique,
    email varchar(255) not null unique,
    hashed_password varchar(255) not null,
    created_at timestamp not null default current_timestamp,
    updated_at timestamp not null default current_timestamp
);

create index idx_user_email on "user" (email);

create type priority_enum as enum ('High', 'Medium', 'Low');

create table task (
    id serial primary key,
    user_id integer not null references "user" (id) on delete cascade,
    title varchar(200) not null,
    description text,
    due_date varchar(50),
    priority priority_enum not null default 'Medium',
    tags text,
    recursion_pattern varchar(100),
    completed boolean not null default false,
    created_at timestamp not null default current_timestamp,
    updated_at timestamp not null default current_timestamp
);

create index idx_task_user_id on task (user_id);
create index idx_task_completed on task (completed);

create table session (
    id serial primary key,
    user_id integer not null references "user" (id) on delete cascade,
    token_jti varchar(255) not null unique,
    token varchar(255) not null,
    expires_at timestamp not null,
    revoked boolean not null default false,
    created_at timestamp not null default current_timestamp
);

create index idx_session_token_jti on session (token_jti);
create index idx_session_user_id on session (user_id);

create function update_updated_at_column() returns trigger language plpgsql as $$
begin
    new.updated_at = current_timestamp;
    return new;
end;
$$;

create trigger update_user_updated_at before update on "user"
    for each row execute function update_updated_at_column();

create trigger update_task_updated_at before update on task
    for each row execute function update_updated_at_column();
