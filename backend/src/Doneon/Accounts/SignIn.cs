using Doneon.Database;
using Doneon.Http;
using Npgsql;

namespace Doneon.Accounts;

/// <summary>
/// How an account is found, a password checked and a session opened: what register, login and the password routes share. One for
/// each request, because all of it together has the request's time.
/// </summary>
public sealed class SignIn(Db db, Tokens tokens, HashingLane lane, Settings settings)
{
    readonly Deadline deadline = db.Begin();

    /// <summary>An account with what must never leave the server.</summary>
    public sealed record Known(Account Account, string HashedPassword) : IRow<Known>
    {
        public static Known Read(NpgsqlDataReader row) => new(Account.Read(row), row.GetString(6));
    }

    sealed record Truth(bool Value) : IRow<Truth>
    {
        public static Truth Read(NpgsqlDataReader row) => new(!row.IsDBNull(0) && row.GetBoolean(0));
    }

    sealed record Names(bool Username, bool Email) : IRow<Names>
    {
        public static Names Read(NpgsqlDataReader row) => new(row.GetBoolean(0), row.GetBoolean(1));
    }

    sealed record Number(long Value) : IRow<Number>
    {
        public static Number Read(NpgsqlDataReader row) => new(row.GetInt64(0));
    }

    /// <summary>Held by a request that looks an account up and then checks or makes a password. Null when too many do.</summary>
    public IDisposable? Visit(out TooMany? busy)
    {
        var visit = lane.TryVisit();
        busy = visit is null ? Busy(lane.TimeToDrain()) : null;
        return visit;
    }

    public static TooMany Busy(TimeSpan wait) => new("Many people are logging in at this moment. Try again after the pause that Retry-After names.", wait);

    public Task<Known?> Find(string name) => db.AsServerReading(deadline).One<Known>(
        $"select {Sql.Text(Account.Columns)}, hashed_password from \"user\" where lower(username) = lower({name}) or lower(email) = lower({name})");

    /// <summary>Whether the account is known to be gone: not when the database does not say.</summary>
    public async Task<bool> IsGone(long userId)
    {
        try
        {
            return !(await db.AsServerReading(deadline).One<Truth>($"select exists (select from \"user\" where id = {userId})"))!.Value;
        }
        catch (Exception e) when (e is DatabaseUnavailableException or NpgsqlException)
        {
            return false;
        }
    }

    Task<Known?> Find(CurrentUser me) =>
        db.As(me).One<Known>($"select {Sql.Text(Account.Columns)}, hashed_password from \"user\" where id = {me.UserId}");

    /// <summary>Whether this is the password of whoever is logged in.</summary>
    public async Task<Hashed<PasswordVerdict>> Check(CurrentUser me, string password, CancellationToken stop) =>
        await Check((await Find(me))!.HashedPassword, password, stop);

    /// <summary>Asked before the costly hash; the unique indexes have the last word.</summary>
    public async Task<Taken?> FindTaken(string username, string email)
    {
        var taken = await db.AsServerReading(deadline).One<Names>($"""
            select exists (select from "user" where lower(username) = lower({username})), exists (select from "user" where lower(email) = lower({email}))
            """);
        return taken!.Username || taken.Email ? Taken.Names(taken.Username, taken.Email) : null;
    }

    /// <summary>An unknown account (null) costs the time of a known one. Adopted bcrypt hashes are checked by the database.</summary>
    public Task<Hashed<PasswordVerdict>> Check(string? hash, string password, CancellationToken stop)
    {
        if (hash is null || !Passwords.IsBcrypt(hash)) return lane.Run(() => Passwords.Verify(hash, password), MostForTheLane, stop);
        return lane.Run(async _ =>
        {
            if (Passwords.ForPgcrypto(hash) is not { } known || password.Contains('\0', StringComparison.Ordinal)) return PasswordVerdict.Wrong;
            var right = await db.AsServerReading(deadline).One<Truth>($"select crypt({password}, {known}) = {known}");
            return right!.Value ? PasswordVerdict.RightButRehash : PasswordVerdict.Wrong;
        }, MostForTheLane, stop);
    }

    public Task<Hashed<string>> Hash(string password, CancellationToken stop) => lane.Run(() => Passwords.Hash(password), MostForTheLane, stop);

    /// <summary>Half of the time may be waited for the lane: the other half is for the hash itself and for the database.</summary>
    TimeSpan MostForTheLane => deadline.Left / 2;

    /// <summary>The password once more, before what cannot be undone. Null when it is right.</summary>
    public async Task<Problem?> Prove(CurrentUser me, string password, string field, LoginThrottle throttle, HttpContext http)
    {
        var known = await Find(me);
        var (name, address) = (known!.Account.Username, http.Connection.RemoteIpAddress);
        if (throttle.Refuses(name, address, out var pause)) return new TooMany("Too many wrong passwords. Wait a while, then try again.", pause);
        var verdict = await Check(known.HashedPassword, password, http.RequestAborted);
        if (verdict.RetryAfter is { } wait) return Busy(wait);
        if (verdict.Value != PasswordVerdict.Wrong) return null;
        throttle.Failed(name, address);
        return new Invalid(field, "is not your password.");
    }

    /// <summary>Makes the account and its first session in one statement. The token names the id, so the id is drawn first.</summary>
    public async Task<SignedIn> Register(HttpContext http, Registration registration, string hashedPassword)
    {
        var id = (await db.AsServer(deadline).One<Number>($"select nextval(pg_get_serial_sequence('public.\"user\"', 'id'))"))!.Value;
        var token = tokens.Issue(id, settings.SessionLifetime);
        var account = await db.AsServer(deadline).One<Account>($"""
            with created as (
                insert into "user" (id, username, email, hashed_password, time_zone)
                values ({id}, {registration.Username}, {registration.Email}, {hashedPassword}, {registration.TimeZone}) returning *
            ), opened as (
                insert into session (user_id, token_jti, token, expires_at, device)
                select id, {token.Jti}, {token.Hash}, {token.ExpiresAt.UtcDateTime}, {DeviceOf(http)} from created
            )
            select {Sql.Text(Account.Columns)} from created
            """);
        return Answer(http, account!, token);
    }

    /// <summary>
    /// Opens a session, and takes a few that have expired along, of anybody. Null when by now the account is gone or has another
    /// password: the lock waits for a change that is on its way.
    /// </summary>
    public async Task<SignedIn?> Open(HttpContext http, Known known, string? newHash)
    {
        var token = tokens.Issue(known.Account.Id, settings.SessionLifetime);
        var account = await db.AsServer(deadline).One<Account>($"""
            with account as (
                select * from "user" where id = {known.Account.Id} and hashed_password = {known.HashedPassword} for no key update
            ), rehashed as (
                update "user" set hashed_password = {newHash} where id = {known.Account.Id} and {newHash} is not null
            ), opened as (
                insert into session (user_id, token_jti, token, expires_at, device)
                select id, {token.Jti}, {token.Hash}, {token.ExpiresAt.UtcDateTime}, {DeviceOf(http)} from account
            ), expired as (
                delete from session where id in (select id from session where expires_at < now() order by expires_at limit 20 for update skip locked)
            ), surplus as (
                delete from session where id in (
                    select id from session where user_id = {known.Account.Id} order by id desc offset {Sessions.MostPerUser - 1} for update skip locked)
            )
            select {Sql.Text(Account.Columns)} from account
            """);
        return account is null ? null : Answer(http, account, token);
    }

    static SignedIn Answer(HttpContext http, Account account, IssuedToken token)
    {
        var browser = Identify.IsSameOrigin(http.Request);
        if (browser) SessionCookie.Set(http, token.Text, token.ExpiresAt);
        http.Response.Headers.CacheControl = "no-store";
        return new(browser ? null : token.Text, "bearer", token.ExpiresAt.UtcDateTime, account);
    }

    static string DeviceOf(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new string([.. agent.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(200)]);
    }
}
