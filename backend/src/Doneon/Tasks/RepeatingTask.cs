using Doneon.Database;
using Doneon.Repetition;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Doneon.Tasks;

/// <summary>A task with what decides what comes after it.</summary>
/// <param name="Pattern">Empty of one that does not repeat yet.</param>
/// <param name="LastingDueDate">The due date without what was moved for this task alone: its time is that of the next.</param>
sealed record RepeatingTask(long Id, long Change, bool Completed, string Pattern, string? LastingDueDate, string? DueDate, string? SeriesStart, string? Occurrence, bool CatchUp)
    : IRow<RepeatingTask>
{
    public static readonly Sql Columns = Sql.Text("""
        id, change, completed, coalesce(recursion_pattern, ''), case when following ? 'due_date' then following->>'due_date' else due_date end, due_date, series_start, occurrence, catch_up
        """);

    public static RepeatingTask Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetBoolean(2), row.GetString(3), Text(row, 4), Text(row, 5), Text(row, 6), Text(row, 7), row.GetBoolean(8));

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>As it will be: with another rule it begins anew.</summary>
    public RepeatingTask With(string? dueDate, string? lasting, string? pattern, bool catchUp) => this with
    {
        DueDate = dueDate,
        LastingDueDate = lasting,
        Pattern = pattern ?? "",
        CatchUp = catchUp,
        SeriesStart = pattern == Pattern ? SeriesStart : null,
        Occurrence = pattern == Pattern ? Occurrence : null,
    };

    /// <summary>
    /// Moved along with all that follow, it begins a series anew; put back on its day, it is of the old one again. Null when its pattern, one
    /// that was adopted, says nothing that Doneon understands.
    /// </summary>
    public Series? Series(LocalDate today)
    {
        var day = Tasks.DueDate.DayOf(LastingDueDate);
        return Repetition.Series.Of(Pattern, Date(Occurrence) is { } date && date != day ? null : Date(SeriesStart), day, CatchUp, today);
    }

    static LocalDate? Date(string? text) => text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: > 0 } date } ? date : null;
}
