using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Doneon.Tasks;
using Npgsql;

namespace Doneon.Exchange;

/// <summary>
/// Everything of one account, read in pages while it is sent. Which tasks there are is found in one moment, so that none is missing and none
/// comes twice, whatever is written meanwhile; each is as it was when its page was read. No connection is held between two pages.
/// </summary>
sealed class Export
{
    const int PageOfTasks = 500, PageOfBytes = 1 << 20;

    readonly IAccountDoor account;
    int next, written, last = -1;
    bool hasEnded;

    Export(IAccountDoor account, ExportFormat format, ExportHead head) => (this.account, Format, Head) = (account, format, head);

    public ExportFormat Format { get; }

    public ExportHead Head { get; }

    public string FileName => $"doneon-{new string([.. Head.Username.Where(char.IsAsciiLetterOrDigit)])}-{Head.Today}.{Format.Extension}";

    public static async Task<Export> Begin(IAccountDoor account, ExportFormat format)
    {
        Sql kept = format.HasTrash ? $"(deleted_at is null or {Trash.Keeps})" : Sql.Text("deleted_at is null");
        var head = await account.Ask(door => door.One<ExportHead>($"""
            with mine as materialized (
                select id, completed, row_number() over (order by {format.Order}) as place from task where user_id = {account.UserId} and {kept}
            )
            select username, email, coalesce(time_zone, {TimeZones.Default}), created_at, now(), array(select id from mine order by place), (select count(*) from mine where not completed)
            from "user" where id = {account.UserId}
            """));
        return new(account, format, head ?? throw new SessionEndedException());
    }

    /// <summary>The next piece of the file; null after the last.</summary>
    public async Task<PooledBytes?> Next()
    {
        if (hasEnded) return null;
        var ids = Head.Ids[next..Math.Min(next + PageOfTasks, Head.Ids.Length)];
        var page = ids.Length == 0
            ? new Page(Opened(), next, written, last)
            : await account.Ask(door => door.Read($"""
                select {ExportColumns.All}, array_position({ids}, id) from task where id = any({ids}) and user_id = {account.UserId} order by array_position({ids}, id)
                """, ReadPage));
        (next, written, last) = (page.Next, page.Written, page.Last);
        if (next == Head.Ids.Length)
        {
            Format.End(new(page.Bytes), Head, written);
            hasEnded = true;
        }
        return page.Bytes;
    }

    sealed record Page(PooledBytes Bytes, int Next, int Written, int Last);

    PooledBytes Opened()
    {
        var bytes = new PooledBytes(expected: 64 * 1024);
        if (next == 0) Format.Begin(new(bytes), Head);
        return bytes;
    }

    /// <summary>Leaves this as it is: the page may have to be read again.</summary>
    async ValueTask<Page> ReadPage(NpgsqlDataReader rows)
    {
        var bytes = Opened();
        try
        {
            var (text, count, before) = (new Utf8Text(bytes), written, last);
            while (await rows.ReadAsync())
            {
                var index = next + rows.GetInt32(ExportColumns.Index) - 1;
                Format.Write(text, rows, new(Head, index, before));
                (before, count) = (index, count + 1);
                // A page of very long tasks ends before its number of tasks is reached.
                if (bytes.Length > PageOfBytes) return new(bytes, index + 1, count, before);
            }
            return new(bytes, Math.Min(next + PageOfTasks, Head.Ids.Length), count, before);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
