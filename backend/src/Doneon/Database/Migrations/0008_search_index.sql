-- not transactional
-- Nothing is searched by it any more. A replica of the version before does, and searches without an index until it is replaced.
drop index concurrently if exists task_by_text;
