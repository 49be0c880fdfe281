-- By default, such an index puts off what is written until one unlucky write does it all, for a second, and every search meanwhile
-- reads what is put off from front to back. From now on, each write does its own part. What is put off by now is done first, because
-- nobody waits for that.
select gin_clean_pending_list('task_by_text'), gin_clean_pending_list('task_by_tag');
alter index task_by_text set (fastupdate = off);
alter index task_by_tag set (fastupdate = off);
