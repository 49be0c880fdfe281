namespace Doneon.BrowserTests;

/// <summary>A person's tasks as they might be, for pictures and checks of every page.</summary>
static class Example
{
    public static string TasksOf(Person person) => $"""
        insert into task (user_id, title, description, due_date, priority, tags, completed, deleted_at, created_at)
        select {person.Id}, title, description, (current_date + days)::text || coalesce(hour, ''), priority::priority_enum, tags, done, gone,
            now() - (n || ' minutes')::interval
        from (values
            (1, 'Water the tomatoes', null, 0, 'T08:00', 'High', 'garden', false, null::timestamptz),
            (2, 'Send Mira the photos from the lake', 'The ones with the **red boat**, and the group picture.', 0, null, 'Medium', 'family', false, null),
            (3, 'Pay the electricity bill', null, -2, null, 'High', 'home,money', false, null),
            (4, 'Book the train to Lisbon', E'- window seat\n- before noon\n- [timetable](https://example.org/trains)', 1, null, 'High', 'travel', false, null),
            (5, 'Ask the landlord about the heating', null, 1, 'T17:30', 'Medium', 'home', false, null),
            (6, 'Read the chapter about soil', null, null, null, 'Low', 'garden,reading', false, null),
            (7, 'Return the library books', null, 3, null, 'Medium', 'reading', false, null),
            (8, 'Plan Ola''s birthday', E'# Ideas\n1. Picnic by the river\n2. Board games\n\n> Ask Jonas about the cake.', 6, null, 'Medium', 'family', false, null),
            (9, 'Sharpen the kitchen knives', null, null, null, 'Low', 'home', false, null),
            (10, 'Write down the recipe for lentil soup before it is forgotten once more, with the right amount of cumin this time', null, null, null, 'Low', 'kitchen', false, null),
            (11, 'Renew the passport', null, 12, null, 'High', 'travel', false, null),
            (12, 'Try the new bakery', null, null, null, 'Low', null, false, null),
            (13, 'Fix the bicycle light', null, 0, null, 'Medium', 'home', true, null),
            (14, 'Call the dentist', null, -1, null, 'High', 'health', true, null),
            (15, 'Order seeds for spring', null, null, null, 'Low', 'garden', true, null),
            (16, 'An idea that was not so good', null, null, null, 'Low', null, false, now()),
            (17, 'Buy a second kettle', null, null, null, 'Medium', 'kitchen', false, now())
        ) as example (n, title, description, days, hour, priority, tags, done, gone);
        update task set recursion_pattern = 'every 2 days' where user_id = {person.Id} and title = 'Water the tomatoes'
        """;
}
