using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doneon.Accounts;

public static class AccountRoutes
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var doors = app.MapGroup("/api/auth").WithTags("Accounts").WithMetadata(new RequestLimits.SignIn()).AnswerProblems();
        doors.MapPost("/register", Register).WithName("register").WithSummary("Make an account and log in");
        doors.MapPost("/login", LogIn).WithName("login").WithSummary("Log in with user name or e-mail address");

        var mine = app.MapGroup("/api/auth").WithTags("Accounts").RequireSession();
        // Those that hash have a lane of their own, and would hold a turn while they wait for it.
        var quick = mine.MapGroup("").TakeTurns();
        quick.MapPost("/logout", LogOut).WithName("logout").WithSummary("End this session, at once and everywhere");
        quick.MapGet("/me", Me).WithName("me").WithSummary("The account that is logged in");
        quick.MapPatch("/me", Change).WithName("change_account").WithSummary("Change the account's time zone: what is left out stays");
        mine.MapPost("/password", ChangePassword).WithMetadata(new Idempotency.SecretBody()).WithName("change_password").WithSummary("Change the password; every other session ends");
        mine.MapDelete("/me", Delete).WithMetadata(new Idempotency.SecretBody()).WithName("delete_account").WithSummary("Delete the account with all its data, for good");
        quick.MapSessions();
    }

    static async Task<Results<Created<SignedIn>, Invalid, Taken, Forbidden, TooMany>> Register(
        Input<Registration> input, SignIn signIn, Settings settings, HttpContext http)
    {
        if (settings.Registration == SignUp.Closed) return new Forbidden("New accounts are made by the people who run this server.");
        var (username, email, password, _) = input.Value;
        using var visit = signIn.Visit(out var busy);
        if (busy is not null) return busy;
        if (await signIn.FindTaken(username, email) is { } taken) return taken;
        var hashed = await signIn.Hash(password, http.RequestAborted);
        if (hashed.RetryAfter is { } wait) return SignIn.Busy(wait);
        return TypedResults.Created("/api/auth/me", await signIn.Register(http, input.Value, hashed.Value!));
    }

    static async Task<Results<Ok<SignedIn>, Invalid, Unauthorized, TooMany>> LogIn(Input<Login> input, SignIn signIn, LoginThrottle throttle, HttpContext http)
    {
        var (name, password, address) = (input.Value.Name, input.Value.Password, http.Connection.RemoteIpAddress);
        if (throttle.Refuses(name, address, out var pause))
            return new TooMany("Too many failed logins for this name or from this address. Wait a while, then try again.", pause);
        using var visit = signIn.Visit(out var busy);
        if (busy is not null) return busy;
        var account = await signIn.Find(name);
        var verdict = await signIn.Check(account?.HashedPassword, password, http.RequestAborted);
        if (verdict.RetryAfter is { } wait) return SignIn.Busy(wait);
        if (verdict.Value == PasswordVerdict.Wrong)
        {
            throttle.Failed(name, address);
            return new Unauthorized("The name or the password is wrong.");
        }
        var replacement = verdict.Value == PasswordVerdict.RightButRehash
            ? (await signIn.Hash(password, http.RequestAborted)).Value : null;
        var signedIn = await signIn.Open(http, account!, replacement);
        return signedIn is null ? new Unauthorized("The name or the password is wrong.") : TypedResults.Ok(signedIn);
    }

    static async Task<NoContent> LogOut(CurrentUser me, Db db, HttpContext http)
    {
        try
        {
            await db.As(me).WriteOne<WrittenRows>(WrittenRows.Of($"update session set revoked = true where token_jti = {me.Token.Jti}"));
        }
        catch (Exception e) when (me.Key is not null && (e is SessionEndedException or DatabaseUnavailableException { InnerException: SessionEndedException }))
        {
            // Repeated: the first one has ended the session.
            me.Repeats = true;
        }
        SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }

    static async Task<Ok<Account>> Me(CurrentUser me, Db db) =>
        TypedResults.Ok(await db.As(me).One<Account>($"select {Sql.Text(Account.Columns)} from \"user\" where id = {me.UserId}"));

    static async Task<Results<Ok<Account>, Invalid>> Change(Input<AccountPatch> input, CurrentUser me, Db db) =>
        TypedResults.Ok(await db.As(me).WriteOne<Account>(new($"""
            written as (
                update "user" set time_zone = coalesce({input.Value.TimeZone}, time_zone) where id = {me.UserId} returning {Sql.Text(Account.Columns)}
            )
            """, Sql.Text("select * from written"))));

    static async Task<Results<NoContent, Invalid, TooMany>> ChangePassword(Input<PasswordChange> input, CurrentUser me, Db db, SignIn signIn, LoginThrottle throttle, HttpContext http)
    {
        var (current, replacement) = input.Value;
        // By now the current password may be another one; or it becomes so while this request looks.
        if (await db.As(me).Repeats()) return await ChangedBefore(replacement, me, db, signIn, http);
        switch (await signIn.Prove(me, current, "current_password", throttle, http))
        {
            case Invalid wrong: return await db.As(me).Repeats() ? await ChangedBefore(replacement, me, db, signIn, http) : wrong;
            case TooMany busy: return busy;
        }
        var hashed = await signIn.Hash(replacement, http.RequestAborted);
        if (hashed.RetryAfter is { } wait) return SignIn.Busy(wait);
        await db.As(me).WriteOne<WrittenRows>(new($"""
            others as ({Sessions.Others(me)}),
            written as (update "user" set hashed_password = {hashed.Value} where id = {me.UserId} returning 1)
            """, Sql.Text("select count(*) from written")));
        // A login with the old password that the statement waited for has made a session that it could not see.
        await Sessions.EndOthers(db, me).AfterAWrite();
        return TypedResults.NoContent();
    }

    /// <summary>The key names the change, but nothing of its password is kept with it: the account's own one tells whether it is the same.</summary>
    static async Task<Results<NoContent, Invalid, TooMany>> ChangedBefore(string replacement, CurrentUser me, Db db, SignIn signIn, HttpContext http)
    {
        var verdict = await signIn.Check(me, replacement, http.RequestAborted);
        if (verdict.RetryAfter is { } wait) return SignIn.Busy(wait);
        if (verdict.Value == PasswordVerdict.Wrong) throw new KeyReusedException();
        // The first request may have ended before it came to this.
        await Sessions.EndOthers(db, me);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, Invalid, TooMany>> Delete(Input<PasswordProof> input, CurrentUser me, Db db, SignIn signIn, LoginThrottle throttle, HttpContext http)
    {
        // Nothing is kept of a deletion, but its key may stand for another request.
        await db.As(me).Repeats();
        switch (await signIn.Prove(me, input.Value.Password, "password", throttle, http))
        {
            case Invalid wrong: return wrong;
            case TooMany busy: return busy;
        }
        try
        {
            await db.As(me).Execute($"delete from \"user\" where id = {me.UserId}");
        }
        catch (DatabaseUnavailableException e) when (e.MayHaveHappened)
        {
            // No key could tell: with the account goes everything that is kept of it. But the account itself does.
            if (!await signIn.IsGone(me.UserId)) throw;
        }
        SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }
}
