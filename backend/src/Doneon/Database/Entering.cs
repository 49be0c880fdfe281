using Doneon.Accounts;
using Npgsql;

namespace Doneon.Database;

/// <summary>
/// The first statement of a request's batch: the session must live; then the user's world is entered, and what was answered under the
/// request's key is looked up.
/// </summary>
sealed class Entering(string role, bool needsSession)
{
    // Chosen by measurement, see docs/decisions/0002-enter.md. Without a live session the world is empty.
    readonly string plain = Statement(role, needsSession, "coalesce(live.user_id::text, '')");

    // A request that has been answered before finds the world empty, too: its statement writes nothing again.
    readonly string withKey = Statement(role, needsSession, "case when kept.key is null then coalesce(live.user_id::text, '') else '' end",
        ", kept.request, kept.answer::text", "left join idempotency_key kept on kept.user_id = live.user_id and kept.key = $5");

    /// <summary>Whose world it is: that of a live session, or of the account alone.</summary>
    const string BySession = """
        select s.user_id, u.changes, u.time_zone, s.last_used_at < now() - interval '10 minutes' as rested
            from "user" u join session s on s.user_id = u.id
            where s.token_jti = $1 and s.token = $2 and s.user_id = $3 and not s.revoked and s.expires_at > now()
        """, ByAccount = """
        select id as user_id, changes, time_zone, false as rested from "user" where id = $3
        """;

    /// <summary>
    /// A database that was restored counts again from where it was, and may reach the same number with other tasks: but then its server has
    /// been started anew, or the tasks lie in another file.
    /// </summary>
    const string Origin = "date_part('epoch', pg_postmaster_start_time())::bigint # (hashtext(pg_relation_filepath('task'))::bigint << 32)";

    static string Statement(string role, bool needsSession, string userId, string columns = "", string join = "") => $"""
        select set_config('role', '{role.Replace("'", "''", StringComparison.Ordinal)}', true),
            set_config('app.user_id', {userId}, true),
            set_config('app.changes', coalesce(live.changes || '.' || ({Origin}), ''), true),
            set_config('transaction_read_only', $4, true),
            set_config('enable_sort', case $4 when 'on' then 'off' else 'on' end, true), set_config('jit', 'off', true),
            live.rested, coalesce(live.time_zone, '{TimeZones.Default}'){columns}
        from (select 1) one left join lateral (
            {(needsSession ? BySession : ByAccount)}) live on true
            {join}
        """;

    public NpgsqlBatchCommand Command(CurrentUser me, bool readOnly, IdempotencyKey? key)
    {
        var command = new NpgsqlBatchCommand(key is null ? plain : withKey)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = me.Token.Jti },
                new NpgsqlParameter<string> { TypedValue = me.Token.Hash },
                new NpgsqlParameter<long> { TypedValue = me.UserId },
                new NpgsqlParameter<string> { TypedValue = readOnly ? "on" : "off" },
            },
        };
        if (key is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Name });
        return command;
    }

    /// <summary>False when the session has ended.</summary>
    public static bool Succeeded(NpgsqlDataReader reader, CurrentUser me)
    {
        if (reader.IsDBNull(6)) return false;
        me.Session = new LiveSession(reader.GetString(2), reader.GetBoolean(6), reader.GetString(7));
        return true;
    }

    /// <summary>What was answered to the same request before, if it was.</summary>
    public static string? Kept(NpgsqlDataReader reader, IdempotencyKey key)
    {
        if (reader.IsDBNull(8)) return null;
        if (!reader.GetFieldValue<byte[]>(8).AsSpan().SequenceEqual(key.Request)) throw new KeyReusedException();
        return reader.GetString(9);
    }
}
