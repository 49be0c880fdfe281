using System.CommandLine;
using Doneon.Accounts;
using Doneon.Database;
using Npgsql;

namespace Doneon.Cli;

/// <summary>What the people who run a server do with its accounts. Needs no running server, and no open registration.</summary>
public static class UserCommand
{
    public static Command Build() => new("user", "Look after the accounts: list, create, mend a forgotten password, end sessions, delete")
    {
        BuildList(), BuildCreate(), BuildResetPassword(), BuildRevokeSessions(), BuildDelete(),
    };

    static Command BuildList()
    {
        var json = new Option<bool>("--json") { Description = "One JSON array, for scripts" };
        var list = new Command("list", "List all accounts, with their tasks and the last use of a live session") { json };
        list.SetAction((given, stop) => With((db, _) => UserList.Print(db, given.GetValue(json)), stop));
        return list;
    }

    static Command BuildCreate()
    {
        var (username, email) = (new Argument<string>("USERNAME") { Description = "3 to 30 letters from a to z and digits" },
            new Argument<string>("EMAIL") { Description = "The e-mail address" });
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the password from standard input; else one is made up and printed once" };
        var create = new Command("create", "Create an account, also when REGISTRATION=closed") { username, email, fromInput };
        create.SetAction((given, stop) => With((db, _) =>
            Create(db, given.GetRequiredValue(username), given.GetRequiredValue(email), given.GetValue(fromInput)), stop));
        return create;
    }

    static Command BuildResetPassword()
    {
        var name = Name();
        var reset = new Command("reset-password", "Give an account a new password, printed once, and end all its sessions") { name };
        reset.SetAction((given, stop) => With((db, _) => ResetPassword(db, given.GetRequiredValue(name)), stop));
        return reset;
    }

    static Command BuildRevokeSessions()
    {
        var name = Name();
        var revoke = new Command("revoke-sessions", "End all sessions of an account, at once and on all replicas; the password stays") { name };
        revoke.SetAction((given, stop) => With((db, _) => RevokeSessions(db, given.GetRequiredValue(name)), stop));
        return revoke;
    }

    static Command BuildDelete()
    {
        var name = Name();
        var yes = new Option<bool>("--yes") { Description = "Do not ask; needed where there is no terminal to ask on" };
        var delete = new Command("delete", "Delete an account with all its tasks, for good") { name, yes };
        delete.SetAction((given, stop) => With((db, _) => Delete(db, given.GetRequiredValue(name), given.GetValue(yes)), stop));
        return delete;
    }

    internal static Argument<string> Name() => new("NAME") { Description = "A user name or e-mail address, in upper or lower case" };

    static async Task<int> Create(Db db, string username, string email, bool fromInput)
    {
        var password = fromInput ? await NewPassword.FromInput() : NewPassword.Create();
        var checkedInput = Validated.Registration(username, email, password);
        try
        {
            var account = await db.AsServer().One<Account>($"""
                insert into "user" (username, email, hashed_password)
                values ({checkedInput.Username}, {checkedInput.Email}, {Passwords.Hash(password)}) returning {Sql.Text(Account.Columns)}
                """);
            Console.WriteLine($"created account {account!.Id}: {account.Username}, {account.Email}");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Refused(e.ConstraintName == "user_email_key_ci" ? $"{checkedInput.Email} already has an account" : $"the user name {checkedInput.Username} is already taken");
        }
        if (!fromInput) NewPassword.Print(password);
        return 0;
    }

    static async Task<int> ResetPassword(Db db, string name)
    {
        var account = await Find(db, name);
        var password = NewPassword.Create();
        var done = await db.AsServer().Execute($"""
            with ended as (update session set revoked = true where user_id = {account.Id} and not revoked)
            update "user" set hashed_password = {Passwords.Hash(password)} where id = {account.Id}
            """);
        if (done == 0) throw NoAccount();
        // A login with the old password that this one waited for has made a session that its statement could not see.
        await EndSessions(db, account);
        Console.WriteLine($"{Printable.Of(account.Username)} has a new password; all sessions have ended");
        NewPassword.Print(password);
        return 0;
    }

    static async Task<int> RevokeSessions(Db db, string name)
    {
        var account = await Find(db, name);
        var ended = await EndSessions(db, account);
        Console.WriteLine($"{Printable.Of(account.Username)}: {ended} {(ended == 1 ? "session" : "sessions")} ended");
        return 0;
    }

    static Task<int> EndSessions(Db db, Account account) =>
        db.AsServer().Execute($"update session set revoked = true where user_id = {account.Id} and not revoked and expires_at > now()");

    static async Task<int> Delete(Db db, string name, bool yes)
    {
        var account = await Find(db, name);
        if (!yes) Confirm(account);
        if (await db.AsServer().Execute($"delete from \"user\" where id = {account.Id}") == 0) throw NoAccount();
        Console.WriteLine($"deleted account {account.Id}: {Printable.Of(account.Username)}, {Printable.Of(account.Email)}");
        return 0;
    }

    static void Confirm(Account account)
    {
        var username = Printable.Of(account.Username);
        if (Console.IsInputRedirected)
            throw Refused($"deleting {username} with all tasks cannot be undone, and there is no terminal to ask on: add --yes");
        Console.Write($"Deleting {username}, {Printable.Of(account.Email)}, with all tasks cannot be undone. Type the user name to go on: ");
        if (Console.ReadLine()?.Trim() != username) throw Refused("not confirmed, nothing was deleted");
    }

    /// <summary>An adopted account may have a user name that is another's e-mail address: then nobody is picked.</summary>
    internal static async Task<Account> Find(Db db, string name)
    {
        var found = await db.AsServerReading().Query<Account>(
            $"select {Sql.Text(Account.Columns)} from \"user\" where lower(username) = lower({name}) or lower(email) = lower({name}) order by id");
        return found switch
        {
            [var account] => account,
            [] => throw NoAccount(),
            _ => throw Refused($"the name fits the accounts {string.Join(" and ", found.Select(account => account.Id))}: give the other name of the one that you mean"),
        };
    }

    /// <summary>The account's world: what is done there is done as its person, under row-level security.</summary>
    internal static async Task<CurrentUser> Enter(Db db, string name, bool onlyReads)
    {
        var me = new CurrentUser(new Token((await Find(db, name)).Id, Jti: "", Hash: ""), onlyReads);
        await db.As(me).Enter();
        return me;
    }

    internal static StopException NoAccount(Exception? cause = null) => Refused("there is no such account; doneon user list shows all", cause);

    internal static StopException Refused(string message, Exception? cause = null) => new(StopException.Refused, message, cause);

    /// <summary>Ctrl-C ends it while it waits for somebody to type, too; and what it has to clear away has a moment for that.</summary>
    static async Task<int> Ended(Task<int> act, CancellationToken stop)
    {
        try
        {
            return await act.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.WhenAny(act, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
            throw;
        }
    }

    internal static async Task<int> With(Func<Db, Settings, Task<int>> act, CancellationToken stop)
    {
        var settings = CommandLine.ReadSettings();
        var login = settings.Connection(settings.DirectDatabase);
        using var logging = Logs.OnErrorStream();
        await using (var direct = NpgsqlDataSource.Create(login))
        {
            await Startup.WaitForDatabase(direct, settings, logging.CreateLogger("Doneon"), stop);
            await new Migrator(direct).VerifyApplied(stop);
        }
        await using var connections = new Connections(login, prepare: false);
        var db = new Db(connections, Role.NameFor(settings.Database.Database), settings.CommandTimeout, needsSession: false);
        try
        {
            return await Ended(Task.Run(() => act(db, settings), stop), stop);
        }
        catch (SessionEndedException e)
        {
            // Deleted while it was used.
            throw NoAccount(e);
        }
    }
}
